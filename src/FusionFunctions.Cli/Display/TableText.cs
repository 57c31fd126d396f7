using FusionFunctions.Leaderboards.Tables;

namespace FusionFunctions.Cli.Display;

/// <summary>A leaderboard's table as aligned text: names to the left, numbers to the right, the best ones starred.</summary>
internal static class TableText
{
    public static IEnumerable<string> Lines(LeaderboardTable table)
    {
        string[][] lines = [[.. table.Header], .. table.Lines.Select(line => line.Select(Text).ToArray())];
        string[] aligned = [.. Columns.Align(lines, texts: 1)];
        return [aligned[0], Columns.Rule(lines), .. aligned[1..]];
    }

    private static string Text(LeaderboardCell cell) => cell.IsBold ? $"{cell.Text}*" : $"{cell.Text} ";
}
