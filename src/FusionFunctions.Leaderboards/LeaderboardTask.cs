namespace FusionFunctions.Leaderboards;

/// <param name="Name">Such as <c>cola</c>; the key of <see cref="LeaderboardRow.Scores"/>.</param>
/// <param name="Title">The column's heading, such as <c>CoLA</c>.</param>
/// <param name="Metric">The metric's name in files: <see cref="Accuracy"/> or <see cref="SpearmanRho"/>.</param>
/// <param name="DatasetDigest">Digest of the rows that were evaluated, or null.</param>
public sealed record LeaderboardTask(string Name, string Title, string Metric, string? DatasetDigest = null)
{
    public const string Accuracy = "accuracy";
    public const string SpearmanRho = "spearman_rho";
}
