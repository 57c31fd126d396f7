namespace FusionFunctions.Checkpoints.Folders;

/// <summary>
/// The layers that turn hidden states into tokens. Where one is tied to the input embeddings, the tensor is stored under these embeddings' name, as transformers
/// does it: a model without that layer looks for no other.
/// </summary>
public static class OutputLayers
{
    // Of GPT-2, Llama, BERT, RoBERTa, GPT-NeoX, OPT and the models after these.
    private static readonly string[] s_names = ["lm_head", "embed_out", "cls.predictions", "output_projection", "generator_lm_head"];

    /// <param name="name">Of a tensor.</param>
    public static bool Has(string name) => s_names.Any(part => name.Contains(part, StringComparison.Ordinal));
}
