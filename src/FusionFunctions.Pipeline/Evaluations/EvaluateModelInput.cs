using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Datasets;

namespace FusionFunctions.Pipeline.Evaluations;

/// <param name="MaxLength">Decoder tokens at most, the start token counted.</param>
public sealed record EvaluateModelInput(
    ModelReference Model, FetchedTokenizer Tokenizer, IReadOnlyList<FetchedDataset> Datasets, int MaxLength);
