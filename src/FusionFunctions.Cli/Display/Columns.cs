using System.Globalization;

namespace FusionFunctions.Cli.Display;

/// <summary>Lines of cells as aligned text. Cells may come from outside.</summary>
internal static class Columns
{
    /// <param name="lines">All of one length.</param>
    /// <param name="texts">How many columns, from the left, are text; the others are numbers and stand to the right.</param>
    /// <param name="indent">Blanks before each line.</param>
    public static IEnumerable<string> Align(IReadOnlyList<string[]> lines, int texts, int indent = 0)
    {
        if (lines.Count == 0)
            return [];
        string[][] shown = Shown(lines);
        int[] widths = Widths(shown);
        return shown.Select(line => Blanks(indent) + Line(line, widths, texts));
    }

    /// <summary>A line below a head, as wide as each column.</summary>
    public static string Rule(IReadOnlyList<string[]> lines) => string.Join("  ", Widths(Shown(lines)).Select(width => new string('-', width)));

    public static void Print(IReadOnlyList<string[]> lines, int texts, int indent = 0)
    {
        foreach (string line in Align(lines, texts, indent))
            Console.WriteLine(line);
    }

    private static string[][] Shown(IReadOnlyList<string[]> lines) => [.. lines.Select(line => line.Select(TerminalText.OneLine).ToArray())];

    private static int[] Widths(string[][] lines) => [.. lines[0].Select((_, column) => lines.Max(line => Width(line[column])))];

    private static string Line(string[] cells, int[] widths, int texts) => string.Join(
        "  ", cells.Select((cell, column) => Blanks(column < texts ? 0 : widths[column] - Width(cell)) + cell + Blanks(column < texts ? widths[column] - Width(cell) : 0))).TrimEnd();

    private static string Blanks(int count) => new(' ', count);

    // λ and accents are one column wide whatever they are made of.
    private static int Width(string text) => new StringInfo(text).LengthInTextElements;
}
