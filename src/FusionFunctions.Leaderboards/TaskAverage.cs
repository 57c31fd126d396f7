namespace FusionFunctions.Leaderboards;

/// <summary>The page's last column.</summary>
internal static class TaskAverage
{
    /// <param name="scores">Fractions, null where one is missing or not defined.</param>
    /// <returns>In percent, every task weighing the same; null where one is null or there are none.</returns>
    public static double? Percent(IReadOnlyCollection<double?> scores) =>
        scores.Count == 0 || scores.Contains(null) ? null : 100 * scores.Sum() / scores.Count;
}
