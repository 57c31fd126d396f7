using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Datasets;

namespace FusionFunctions.Pipeline.Evaluations;

/// <param name="Run">The run that asks.</param>
public sealed record EvaluateTaskInput(
    string Run, ModelReference Model, FetchedTokenizer Tokenizer, FetchedDataset Dataset, EvaluationSettings Settings);
