using FusionFunctions.Experiments;
using FusionFunctions.Leaderboards;
using FusionFunctions.Pipeline.Evaluations;
using FusionFunctions.Pipeline.Runs;

namespace FusionFunctions.Pipeline.Leaderboards;

/// <summary>Puts scores together to the page's rows: 'Pre-trained', 'Fine-tuned (STL)', the merged models, the individual ones.</summary>
internal static class LeaderboardRows
{
    public static IReadOnlyList<LeaderboardRow> Of(Experiment experiment, FetchedInputs inputs, RunScores scores)
    {
        var rows = new List<LeaderboardRow>();
        if (experiment.Baselines.Contains(Baseline.Pretrained))
            rows.Add(PoolRow("Pre-trained", RowGroup.Reference, "pretrained", scores.Pool[ModelPool.PretrainedName]));
        if (experiment.Baselines.Contains(Baseline.FineTuned))
            rows.Add(FineTuned(experiment, scores));
        rows.AddRange(scores.Merged.Select(Merged));
        if (experiment.Baselines.Contains(Baseline.Individual))
            rows.AddRange(experiment.ModelPool.FineTuned.Select(model =>
                PoolRow(model.Name, RowGroup.Individual, "individual", scores.Pool[model.Name]) with { OwnTask = BaselineTasks.OwnTask(model, experiment.TaskPool) }));
        return rows;
    }

    private static LeaderboardRow PoolRow(string name, RowGroup group, string method, ModelEvaluation model) =>
        new(name, group, method, [], TaskScores.Of(model.Tasks), new Dictionary<string, string> { ["model"] = model.Digest }, Error: ErrorOf(model.Tasks)) { Devices = Devices(model.Tasks) };

    // Single-task learning: every column is the score of the model that was fine-tuned on that task.
    private static LeaderboardRow FineTuned(Experiment experiment, RunScores scores)
    {
        var own = (from model in experiment.ModelPool.FineTuned
                   let task = BaselineTasks.OwnTask(model, experiment.TaskPool)
                   where task is not null
                   let evaluation = scores.Pool[model.Name]
                   select (Task: evaluation.Tasks.First(score => score.Task == task), evaluation.Digest)).ToList();
        return new(
            "Fine-tuned (STL)", RowGroup.Reference, "fine_tuned", [], TaskScores.Of(own.Select(entry => entry.Task)),
            own.ToDictionary(entry => entry.Task.Task, entry => entry.Digest), Error: ErrorOf(own.Select(entry => entry.Task)))
        {
            Devices = Devices(own.Select(entry => entry.Task)),
        };
    }

    private static LeaderboardRow Merged(MergedRow row) => new(
        row.Variant.Label,
        RowGroup.Merged,
        row.Method,
        row.Variant.Parameters.DeepClone().AsObject(),
        TaskScores.Of(row.Evaluation?.Tasks ?? []),
        new Dictionary<string, string> { ["model"] = row.Variant.Digest },
        Error: row.Failure?.Reason ?? ErrorOf(row.Evaluation!.Tasks))
    {
        Devices = Devices(row.Evaluation?.Tasks ?? []),
    };

    private static string[] Devices(IEnumerable<TaskEvaluation> tasks) =>
        [.. tasks.SelectMany(task => task.Devices).Distinct().Order(StringComparer.Ordinal)];

    private static string? ErrorOf(IEnumerable<TaskEvaluation> tasks)
    {
        string text = string.Join(" ", tasks.Where(task => task.Failure is not null).Select(task => $"{task.Task}: {task.Failure!.Reason}"));
        return text.Length > 0 ? text : null;
    }
}
