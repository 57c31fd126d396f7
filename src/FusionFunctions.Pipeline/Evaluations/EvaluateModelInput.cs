using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Datasets;

namespace FusionFunctions.Pipeline.Evaluations;

/// <param name="Run">The run that asks.</param>
/// <param name="MaxLength">Decoder tokens at most, the start token counted.</param>
public sealed record EvaluateModelInput(
    string Run, ModelReference Model, FetchedTokenizer? Tokenizer, IReadOnlyList<FetchedDataset> Datasets, int MaxLength);
