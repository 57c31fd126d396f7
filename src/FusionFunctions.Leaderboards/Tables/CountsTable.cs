namespace FusionFunctions.Leaderboards.Tables;

/// <summary>The integers behind the percentages: correct/total/invalid outputs of every row on every task.</summary>
public static class CountsTable
{
    public static LeaderboardTable Of(Leaderboard leaderboard) => new(
        "Counts: correct/total/invalid",
        ["Method", .. leaderboard.Tasks.Select(task => task.Title)],
        [.. leaderboard.Rows.Select(row => (IReadOnlyList<LeaderboardCell>)
            [new(row.Name), .. leaderboard.Tasks.Select(task => new LeaderboardCell(Counts(row.ScoreOn(task))))])]);

    private static string Counts(LeaderboardScore? score) =>
        score is null ? LeaderboardCell.NotAvailable : FormattableString.Invariant($"{score.Correct}/{score.Total}/{score.Invalid}");
}
