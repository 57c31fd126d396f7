using FusionFunctions.Experiments;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Leaderboards;
using FusionFunctions.Pipeline.Evaluations;

namespace FusionFunctions.Cli.Bench;

/// <summary>A job's tasks and their scores, before there is a leaderboard.</summary>
internal static class BenchTasks
{
    /// <summary>All that there are.</summary>
    public static IReadOnlyList<LeaderboardTask> All { get; } = [.. GlueTasks.All.Select(Of)];

    public static IReadOnlyList<LeaderboardTask> Of(Experiment experiment) => [.. experiment.TaskPool.Tasks.Select(spec => Of(GlueTasks.Find(spec.Name)))];

    public static IReadOnlyDictionary<string, LeaderboardScore> Scores(ModelEvaluation evaluation) =>
        evaluation.Tasks.Where(task => task.Score is not null).ToDictionary(
            task => task.Task, task => new LeaderboardScore(task.Score!.Value, task.Score.Correct, task.Score.Total, task.Score.Invalid));

    private static LeaderboardTask Of(GlueTask task) =>
        new(task.Name, task.Title, task.Metric == GlueMetric.Accuracy ? LeaderboardTask.Accuracy : LeaderboardTask.SpearmanRho);
}
