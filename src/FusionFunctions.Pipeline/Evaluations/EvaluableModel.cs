using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.T5Format;
using FusionFunctions.T5Format.Configuration;
using FusionFunctions.T5Format.Tokenization;

namespace FusionFunctions.Pipeline.Evaluations;

/// <summary>Refuses a model whose like could not be evaluated, without reading weights: wherever it would be evaluated, that comes after expensive merges.</summary>
internal static class EvaluableModel
{
    /// <param name="model">Opened; its configuration and its tensors' names and shapes are looked at.</param>
    /// <param name="tokenizer">Fetched for an evaluation.</param>
    /// <exception cref="T5FormatException">The model is none of T5's, its weights do not fit its configuration, or the vocabulary is that of another model.</exception>
    public static void Require(OpenModel model, FetchedTokenizer tokenizer)
    {
        var architecture = T5Architecture.Of(model.Config, model.Input.Tensors);
        VocabularyFit.Require(tokenizer.Pieces ?? 0, $"{tokenizer.Folder}", architecture);
    }
}
