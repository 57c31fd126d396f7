using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Datasets;

namespace FusionFunctions.Pipeline.Evaluations;

/// <param name="Run">The run that asks.</param>
public sealed record EvaluateModelInput(
    string Run, ModelReference Model, FetchedTokenizer? Tokenizer, IReadOnlyList<FetchedDataset> Datasets, EvaluationSettings Settings);
