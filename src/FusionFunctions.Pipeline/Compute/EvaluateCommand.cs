using System.Text.Json.Serialization;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Datasets;
using FusionFunctions.Pipeline.Evaluations;

namespace FusionFunctions.Pipeline.Compute;

/// <summary>Let a model answer some rows of a task and keep the score.</summary>
/// <param name="FirstRow">0-based.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Settings">As the run asks for; whoever carries it out keeps to them.</param>
/// <param name="Result">The blob that receives the score.</param>
/// <param name="Answers">The blob that receives every row's whole answer; null where only the score is wanted.</param>
public sealed record EvaluateCommand(
    ModelReference Model,
    FetchedTokenizer Tokenizer,
    FetchedDataset Dataset,
    int FirstRow,
    int Rows,
    EvaluationSettings Settings,
    string Result,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Answers = null);
