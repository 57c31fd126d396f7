using System.Globalization;
using FusionFunctions.Leaderboards.Tables;

namespace FusionFunctions.Cli.Display;

/// <summary>A leaderboard's table as aligned text: names to the left, numbers to the right, the best ones starred.</summary>
internal static class TableText
{
    public static IEnumerable<string> Lines(LeaderboardTable table)
    {
        string[][] lines = [[.. table.Header], .. table.Lines.Select(line => line.Select(Text).ToArray())];
        int[] widths = [.. lines[0].Select((_, column) => lines.Max(line => Width(line[column])))];
        yield return Line(lines[0], widths);
        yield return string.Join("  ", widths.Select(width => new string('-', width)));
        foreach (string[] line in lines.Skip(1))
            yield return Line(line, widths);
    }

    private static string Text(LeaderboardCell cell) => cell.IsBold ? $"{cell.Text}*" : $"{cell.Text} ";

    private static string Line(string[] cells, int[] widths) =>
        string.Join("  ", cells.Select((cell, column) => column == 0 ? cell + Blanks(widths[0] - Width(cell)) : Blanks(widths[column] - Width(cell)) + cell)).TrimEnd();

    private static string Blanks(int count) => new(' ', count);

    // λ and accents are one column wide whatever they are made of.
    private static int Width(string text) => new StringInfo(text).LengthInTextElements;
}
