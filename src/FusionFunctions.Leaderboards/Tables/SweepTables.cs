namespace FusionFunctions.Leaderboards.Tables;

/// <summary>One table for every method with several rows: the parameters that differ, the scores, and the average, the best one bold.</summary>
public static class SweepTables
{
    public static IReadOnlyList<LeaderboardTable> Of(Leaderboard leaderboard) =>
    [
        .. from row in leaderboard.RowsOf(RowGroup.Merged)
           group row by row.Method into method
           let swept = Swept([.. method])
           where swept.Count > 0
           select Table(leaderboard, method.Key, swept, [.. method]),
    ];

    private static List<string> Swept(IReadOnlyList<LeaderboardRow> rows) =>
        [.. rows.SelectMany(row => row.Parameters.Select(parameter => parameter.Key)).Distinct()
            .Where(name => rows.Select(row => Value(row, name)).Distinct().Count() > 1)];

    private static LeaderboardTable Table(Leaderboard leaderboard, string method, List<string> swept, IReadOnlyList<LeaderboardRow> rows)
    {
        double? best = rows.Max(leaderboard.AverageOf);
        return new(
            $"Sweep of {method}",
            [.. swept, .. leaderboard.Tasks.Select(task => task.Title), "Average"],
            [.. rows.Select(row => (IReadOnlyList<LeaderboardCell>)
            [
                .. swept.Select(name => new LeaderboardCell(Value(row, name))),
                .. leaderboard.Tasks.Select(task => LeaderboardCell.OfPercent(row.ScoreOn(task)?.Percent)),
                LeaderboardCell.OfPercent(leaderboard.AverageOf(row)).BoldIfBest(best),
            ])]);
    }

    private static string Value(LeaderboardRow row, string name) =>
        row.Parameters.TryGetPropertyValue(name, out var value) ? RowLabel.Text(value) : "";
}
