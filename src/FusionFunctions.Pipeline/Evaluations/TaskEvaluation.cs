using FusionFunctions.Glue.Scoring;
using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.Pipeline.Evaluations;

/// <summary>What a model's evaluation on one task came to.</summary>
/// <param name="Score">Null where it failed.</param>
/// <param name="RowsDone">Rows that were evaluated.</param>
/// <param name="RowsReused">Rows whose score was there already.</param>
/// <param name="Warnings">What the user should know.</param>
/// <param name="Failure">Why there is no score, or null.</param>
public sealed record TaskEvaluation(
    string Task, TaskScore? Score, int RowsDone, int RowsReused, IReadOnlyList<string> Warnings, StepFailure? Failure = null)
{
    /// <summary>Every kind of processor that the score was made on; none where it failed.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    internal static TaskEvaluation Failed(string task, ActivityFailedException error) => new(task, null, 0, 0, [], StepFailure.Of(error));
}
