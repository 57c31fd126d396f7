using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Datasets;

namespace FusionFunctions.Pipeline.Compute;

/// <summary>Let a model answer some rows of a task and keep the score.</summary>
/// <param name="FirstRow">0-based.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="MaxLength">Decoder tokens at most, the start token counted.</param>
/// <param name="Result">The blob that receives the score.</param>
public sealed record EvaluateCommand(
    ModelReference Model,
    FetchedTokenizer Tokenizer,
    FetchedDataset Dataset,
    int FirstRow,
    int Rows,
    int MaxLength,
    string Result);
