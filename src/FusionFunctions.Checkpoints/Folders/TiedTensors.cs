namespace FusionFunctions.Checkpoints.Folders;

/// <summary>
/// Which state-dict keys are one tensor. A safetensors file usually stores it once; PyTorch's state dict, and with it
/// FusionBench's flattened vector, holds it under every key.
/// </summary>
public static class TiedTensors
{
    /// <summary>The key that stands for T5's input embeddings.</summary>
    public const string T5Embedding = "shared.weight";

    private static readonly string[] s_t5ModelTypes = ["t5", "mt5", "umt5"];

    /// <summary>Whether it is what an encoder and a decoder, with a name of their own each, have their embeddings from: in T5, and in BART below the model.</summary>
    public static bool IsShared(string key) => key == T5Embedding || key.EndsWith($".{T5Embedding}", StringComparison.Ordinal);

    /// <summary>Alias to canonical key. T5 shares its embeddings always, and with the output layer unless told otherwise.</summary>
    public static IReadOnlyDictionary<string, string> Of(CheckpointConfig? config)
    {
        var ties = new Dictionary<string, string>(StringComparer.Ordinal);
        if (config is null || !s_t5ModelTypes.Contains(config.ModelType))
            return ties;
        ties["encoder.embed_tokens.weight"] = T5Embedding;
        ties["decoder.embed_tokens.weight"] = T5Embedding;
        if (config.Flag("tie_word_embeddings", missing: true))
            ties["lm_head.weight"] = T5Embedding;
        return ties;
    }
}
