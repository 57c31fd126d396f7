namespace FusionFunctions.Checkpoints.Folders;

/// <summary>What Hugging Face's libraries call the files of a model, of an adapter and of a tokenizer.</summary>
public static class ModelFiles
{
    public const string Config = "config.json";
    public const string GenerationConfig = "generation_config.json";

    /// <summary>Small files that belong to a model, beside its configuration and its tokenizer: how to generate, and what comes before the model where it takes no text.</summary>
    public static IReadOnlyList<string> Companions { get; } = [GenerationConfig, "preprocessor_config.json", "processor_config.json"];

    public const string SafetensorsExtension = ".safetensors";
    public const string Weights = "model" + SafetensorsExtension;
    public const string WeightsIndex = Weights + IndexExtension;

    /// <summary>Of PyTorch's pickles.</summary>
    public const string PickleExtension = ".bin";
    public const string Pickle = "pytorch_model" + PickleExtension;
    public const string PickleIndex = Pickle + IndexExtension;

    public const string AdapterConfig = "adapter_config.json";
    public const string AdapterWeights = "adapter_model" + SafetensorsExtension;
    public const string AdapterPickle = "adapter_model" + PickleExtension;

    /// <summary>SentencePiece's model, the tokenizer that evaluations read.</summary>
    public const string Vocabulary = "spiece.model";
    public const string TokenizerConfig = "tokenizer_config.json";
    public const string SpecialTokens = "special_tokens_map.json";

    private const string IndexExtension = ".index.json";

    /// <summary>Whether a file makes its folder a checkpoint or an adapter, whoever wrote it.</summary>
    public static bool IsOfModel(string file) =>
        file is Config or AdapterConfig || Path.GetExtension(file) is SafetensorsExtension or PickleExtension;

    /// <summary>One of several files with a model's weights.</summary>
    /// <param name="number">From 1.</param>
    /// <param name="count">How many there are.</param>
    public static string Shard(int number, int count) => $"model-{number:D5}-of-{count:D5}{SafetensorsExtension}";
}
