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

    private static IEnumerable<RowFailure> OfTasks(string row, Evaluations.ModelEvaluation model) =>
        model.Tasks.Where(task => task.Failure is not null)
            .Select(task => new RowFailure(row, task.Failure! with { Reason = $"{task.Task}: {task.Failure.Reason}" }));
}
