namespace FusionFunctions.Checkpoints.Folders;

/// <summary>
/// The layers that turn hidden states into tokens. Where one is tied to the input embeddings, the tensor is stored under these embeddings' name, as transformers
/// does it: a model without that layer looks for no other.
/// </summary>
internal static class OutputLayers
{
    // Of GPT-2, Llama, RoBERTa, OPT and the models after these; of GPT-NeoX, BERT, DeBERTa, XLNet, XLM, DistilBERT, Whisper, fairseq, ChatGLM.
    private static readonly string[] s_names =
        ["lm_head", "embed_out", "cls.predictions", "lm_predictions", "lm_loss", "pred_layer", "vocab_projector", "proj_out", "output_projection", "output_layer"];

    /// <param name="name">Of a tensor.</param>
    public static bool Has(string name) => s_names.Any(part => name.Contains(part, StringComparison.Ordinal));
}
