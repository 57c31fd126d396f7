namespace FusionFunctions.Leaderboards.Tables;

/// <summary>FusionBench's table: reference rows, then merged rows under their group's line. Bold is the best merged value of a column.</summary>
public static class MainTable
{
    public static LeaderboardTable Of(Leaderboard leaderboard)
    {
        var merged = leaderboard.RowsOf(RowGroup.Merged);
        double?[] best = [.. Columns(leaderboard).Select(percent => merged.Max(percent))];
        var lines = new List<IReadOnlyList<LeaderboardCell>>();
        foreach (var group in (RowGroup[])[RowGroup.Reference, RowGroup.Merged])
        {
            var rows = leaderboard.RowsOf(group);
            if (rows.Count > 0)
                lines.Add([new(RowGroupTitle.Of(group)), .. best.Select(_ => LeaderboardCell.Empty)]);
            foreach (var row in rows)
            {
                var cells = Columns(leaderboard).Select(percent => LeaderboardCell.OfPercent(percent(row)));
                lines.Add([new(row.Name), .. group == RowGroup.Merged ? cells.Zip(best, (cell, top) => cell.BoldIfBest(top)) : cells]);
            }
        }
        return new("Leaderboard", ["Method", .. leaderboard.Tasks.Select(task => task.Title), "Average"], lines);
    }

    private static IEnumerable<Func<LeaderboardRow, double?>> Columns(Leaderboard leaderboard) =>
        [.. leaderboard.Tasks.Select(task => (Func<LeaderboardRow, double?>)(row => row.ScoreOn(task)?.Percent)), leaderboard.AverageOf];
}
