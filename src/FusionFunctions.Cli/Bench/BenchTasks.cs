using FusionFunctions.Experiments;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Leaderboards;
using FusionFunctions.Pipeline.Leaderboards;

namespace FusionFunctions.Cli.Bench;

/// <summary>The columns of reports, before there is a leaderboard.</summary>
internal static class BenchTasks
{
    /// <summary>All that there are.</summary>
    public static IReadOnlyList<LeaderboardTask> All { get; } = [.. GlueTasks.All.Select(task => TaskScores.Column(task))];

    public static IReadOnlyList<LeaderboardTask> Of(Experiment experiment) =>
        [.. experiment.TaskPool.Tasks.Select(spec => TaskScores.Column(GlueTasks.Find(spec.Name)))];
}
