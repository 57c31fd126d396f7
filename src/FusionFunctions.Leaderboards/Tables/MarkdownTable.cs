namespace FusionFunctions.Leaderboards.Tables;

/// <summary>A table in Markdown, its columns aligned.</summary>
public static class MarkdownTable
{
    public static string Write(LeaderboardTable table)
    {
        string[][] lines = [[.. table.Header.Select(MarkdownText.Escape)], .. table.Lines.Select(line => line.Select(Text).ToArray())];
        int[] widths = [.. table.Header.Select((_, column) => lines.Max(line => line[column].Length))];
        string[] rule = [.. widths.Select(width => new string('-', width))];
        return string.Concat(lines.Skip(1).Prepend(rule).Prepend(lines[0]).Select(line => Line(line, widths)));
    }

    private static string Text(LeaderboardCell cell)
    {
        string text = MarkdownText.Escape(cell.Text);
        return cell.IsBold ? $"**{text}**" : text;
    }

    private static string Line(string[] cells, int[] widths) => $"| {string.Join(" | ", cells.Zip(widths, (cell, width) => cell.PadRight(width)))} |\n";
}
