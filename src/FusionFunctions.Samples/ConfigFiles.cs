using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Storage;
using FusionFunctions.T5Format.Configuration;

namespace FusionFunctions.Samples;

/// <summary>config.json and generation_config.json as Hugging Face's T5 has them.</summary>
internal static class ConfigFiles
{
    public static async Task WriteAsync(IBlobStore store, string folder, T5Config config, CancellationToken cancellationToken)
    {
        await JsonFile.WriteAsync(store, $"{folder}/{ModelFiles.Config}", Model(config), cancellationToken);
        await JsonFile.WriteAsync(store, $"{folder}/{ModelFiles.GenerationConfig}", Generation(config), cancellationToken);
    }

    private static JsonObject Model(T5Config config) => new()
    {
        ["architectures"] = new JsonArray("T5ForConditionalGeneration"),
        ["d_ff"] = config.FeedForwardSize,
        ["d_kv"] = config.HeadSize,
        ["d_model"] = config.ModelSize,
        ["decoder_start_token_id"] = config.DecoderStartTokenId,
        ["dropout_rate"] = 0.0,
        ["eos_token_id"] = config.EosTokenId,
        ["feed_forward_proj"] = "gated-gelu",
        ["is_encoder_decoder"] = true,
        ["layer_norm_epsilon"] = config.LayerNormEpsilon,
        ["model_type"] = "t5",
        ["num_decoder_layers"] = config.DecoderLayers,
        ["num_heads"] = config.Heads,
        ["num_layers"] = config.EncoderLayers,
        ["pad_token_id"] = config.PadTokenId,
        ["relative_attention_max_distance"] = config.RelativeMaxDistance,
        ["relative_attention_num_buckets"] = config.RelativeBuckets,
        ["tie_word_embeddings"] = config.TieWordEmbeddings,
        ["torch_dtype"] = "float16",
        ["use_cache"] = true,
        ["vocab_size"] = config.VocabularySize,
    };

    private static JsonObject Generation(T5Config config) => new()
    {
        ["decoder_start_token_id"] = config.DecoderStartTokenId,
        ["eos_token_id"] = config.EosTokenId,
        ["pad_token_id"] = config.PadTokenId,
    };
}
