using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.Pipeline.Runs;

/// <summary>Rows that lack scores, and why.</summary>
internal static class RowFailures
{
    public static IReadOnlyList<RowFailure> Of(RunScores scores) =>
    [
        .. scores.Pool.Values.SelectMany(model => OfTasks(model.Model, model)),
        .. scores.Merged.SelectMany(row => row.Evaluation is null
            ? [new RowFailure(row.Variant.Label, row.Failure!)]
            : OfTasks(row.Variant.Label, row.Evaluation)),
    ];

    /// <summary>A leaderboard without a single score would tell nothing.</summary>
    /// <exception cref="ActivityFailedException">There are failures and no scores; this is the first one.</exception>
    public static void RequireSomeScore(RunScores scores, IReadOnlyList<RowFailure> failures)
    {
        if (failures.Count > 0 && scores.Evaluations.All(task => task.Score is null))
            throw new ActivityFailedException(failures[0].Row, failures[0].Failure.ErrorType, failures[0].Failure.Reason);
    }

    private static IEnumerable<RowFailure> OfTasks(string row, Evaluations.ModelEvaluation model) =>
        model.Tasks.Where(task => task.Failure is not null)
            .Select(task => new RowFailure(row, task.Failure! with { Reason = $"{task.Task}: {task.Failure.Reason}" }));
}
