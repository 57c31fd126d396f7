using FusionFunctions.Merging.TensorRules;

namespace FusionFunctions.Tests.Merging;

public sealed class EmbeddingsTests
{
    [Theory]
    [InlineData("shared.weight"), InlineData("model.shared.weight"), InlineData("encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight")]
    [InlineData("model.embed_tokens.weight"), InlineData("model.decoder.embed_positions.weight"), InlineData("gpt_neox.embed_in.weight")]
    [InlineData("transformer.wte.weight"), InlineData("wpe.weight"), InlineData("transformer.word_embeddings.weight")]
    [InlineData("bert.embeddings.position_embeddings.weight"), InlineData("bert.embeddings.token_type_embeddings.weight")]
    [InlineData("text_model.embeddings.token_embedding.weight"), InlineData("visual.positional_embedding"), InlineData("canine.HashBucketCodeEmbedder_0.weight"), InlineData("emb.weight")]
    public void Is_of_a_table_is_true(string key) => Assert.True(Embeddings.Is(key));

    [Theory]
    [InlineData("encoder.block.0.layer.0.SelfAttention.q.weight"), InlineData("lm_head.weight"), InlineData("embed_out.weight"), InlineData("electra.embeddings_project.weight")]
    [InlineData("encoder.embedding_hidden_mapping_in.weight"), InlineData("vit.embeddings.patch_embeddings.projection.weight"), InlineData("time_embedding.linear_1.weight")]
    [InlineData("model.layers.0.mlp.shared_expert.up_proj.weight"), InlineData("weight")]
    public void Is_of_a_linear_layer_is_false(string key) => Assert.False(Embeddings.Is(key));
}
