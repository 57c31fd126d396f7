using FusionFunctions.Checkpoints.Adapters;

namespace FusionFunctions.Merging.TensorRules;

/// <summary>Tables that are looked up, not multiplied with, told by what Hugging Face's models call the module that holds one.</summary>
internal static class Embeddings
{
    private const string Weight = ".weight";

    // What all other names have: BERT's word_embeddings, LLaMA's embed_tokens, GPT-NeoX' embed_in, CLIP's token_embedding.
    private const string Part = "embed";

    // Of T5, of GPT-2, of RWKV.
    private static readonly string[] s_others = ["shared", "relative_attention_bias", "wte", "wpe", "emb"];

    // Linear layers all the same: GPT-NeoX' output, and what brings embeddings to another width in ELECTRA, ALBERT and DeBERTa.
    private static readonly string[] s_linear = ["embed_out", "embeddings_project", "embedding_hidden_mapping_in", "embed_proj"];

    /// <param name="key">Of a state dict.</param>
    public static bool Is(string key)
    {
        string path = key.EndsWith(Weight, StringComparison.Ordinal) ? key[..^Weight.Length] : key;
        string module = ModulePath.LastPart(path);
        return s_others.Contains(module) || (module.Contains(Part, StringComparison.OrdinalIgnoreCase) && !s_linear.Contains(module));
    }
}
