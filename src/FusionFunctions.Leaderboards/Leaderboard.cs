using System.Text.Json.Nodes;

namespace FusionFunctions.Leaderboards;

/// <summary>The result of an experiment: every row's score on every task.</summary>
/// <param name="Experiment">The experiment's name.</param>
/// <param name="Run">The run's id.</param>
/// <param name="Tasks">The columns, in order.</param>
/// <param name="Rows">In order within their groups.</param>
/// <param name="Settings">How the scores were made, for whoever repeats it: generation length, limits, code versions.</param>
public sealed record Leaderboard(
    string Experiment,
    string Run,
    IReadOnlyList<LeaderboardTask> Tasks,
    IReadOnlyList<LeaderboardRow> Rows,
    JsonObject Settings)
{
    /// <summary>The plain mean of the row's scores in percent, every task weighing the same; null where one is missing.</summary>
    public double? AverageOf(LeaderboardRow row) => TaskAverage.Percent([.. Tasks.Select(task => row.ScoreOn(task)?.Value)]);

    /// <summary>The rows of one group, in order.</summary>
    public IReadOnlyList<LeaderboardRow> RowsOf(RowGroup group) => [.. Rows.Where(row => row.Group == group)];
}
