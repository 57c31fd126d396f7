namespace FusionFunctions.Leaderboards.Tables;

/// <summary>Every fine-tuned model on every task; bold is the task it was fine-tuned on.</summary>
public static class IndividualTable
{
    /// <returns>Null where the experiment asked for no such rows.</returns>
    public static LeaderboardTable? Of(Leaderboard leaderboard)
    {
        var rows = leaderboard.RowsOf(RowGroup.Individual);
        return rows.Count == 0 ? null : new(
            RowGroupTitle.Of(RowGroup.Individual),
            ["Model", .. leaderboard.Tasks.Select(task => task.Title), "Average"],
            [.. rows.Select(row => (IReadOnlyList<LeaderboardCell>)
            [
                new(row.Name),
                .. leaderboard.Tasks.Select(task => LeaderboardCell.OfPercent(row.ScoreOn(task)?.Percent) with { IsBold = task.Name == row.OwnTask }),
                LeaderboardCell.OfPercent(leaderboard.AverageOf(row)),
            ])]);
    }
}
