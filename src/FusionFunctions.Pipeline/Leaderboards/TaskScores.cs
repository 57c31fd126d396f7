using FusionFunctions.Glue.Tasks;
using FusionFunctions.Leaderboards;
using FusionFunctions.Pipeline.Evaluations;

namespace FusionFunctions.Pipeline.Leaderboards;

/// <summary>What was evaluated, as leaderboards have it.</summary>
public static class TaskScores
{
    /// <param name="task">The column's.</param>
    /// <param name="datasetDigest">Of its rows, where they are known.</param>
    public static LeaderboardTask Column(GlueTask task, string? datasetDigest = null) =>
        new(task.Name, task.Title, task.Metric == GlueMetric.Accuracy ? LeaderboardTask.Accuracy : LeaderboardTask.SpearmanRho, datasetDigest);

    /// <returns>By task; those that failed are left out.</returns>
    public static Dictionary<string, LeaderboardScore> Of(IEnumerable<TaskEvaluation> tasks) =>
        tasks.Where(task => task.Score is not null).ToDictionary(
            task => task.Task,
            task => new LeaderboardScore(task.Score!.Value, task.Score.Correct, task.Score.Total, task.Score.Invalid));
}
