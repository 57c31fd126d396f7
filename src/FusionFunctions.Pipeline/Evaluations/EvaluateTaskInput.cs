using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Datasets;

namespace FusionFunctions.Pipeline.Evaluations;

/// <param name="MaxLength">Decoder tokens at most, the start token counted.</param>
public sealed record EvaluateTaskInput(ModelReference Model, FetchedTokenizer Tokenizer, FetchedDataset Dataset, int MaxLength);
