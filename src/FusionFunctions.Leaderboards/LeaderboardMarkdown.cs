using System.Text;
using FusionFunctions.Leaderboards.Published;
using FusionFunctions.Leaderboards.Tables;

namespace FusionFunctions.Leaderboards;

/// <summary>The leaderboard as a Markdown page. Equal leaderboards give equal bytes.</summary>
public static class LeaderboardMarkdown
{
    public static string Write(Leaderboard leaderboard)
    {
        var page = new StringBuilder();
        page.Append($"# {MarkdownText.Escape(leaderboard.Experiment)}\n\nRun: {MarkdownText.Escape(leaderboard.Run)}\n");
        WriteTable(page, MainTable.Of(leaderboard));
        WriteList(page, "Failed", leaderboard.Rows.Where(row => row.Error is not null).Select(row => (row.Name, row.Error!)));
        foreach (var sweep in SweepTables.Of(leaderboard))
            WriteTable(page, sweep);
        if (IndividualTable.Of(leaderboard) is { } individuals)
            WriteTable(page, individuals);
        if (PublishedTable.Of(leaderboard) is { } published)
            WriteTable(page, published);
        WriteList(page, "About the published results", PublishedTable.Notes(leaderboard));
        WriteTable(page, CountsTable.Of(leaderboard));
        WriteList(page, "Made on several devices", leaderboard.Rows.Where(row => row.Devices.Count > 1).Select(row => (row.Name, string.Join(", ", row.Devices))));
        WriteList(page, "Settings", leaderboard.Settings.Select(setting => (setting.Key, RowLabel.Text(setting.Value))));
        WriteList(page, "Models", leaderboard.Rows.SelectMany(row =>
            row.Digests.OrderBy(digest => digest.Key, StringComparer.Ordinal).Select(digest => ($"{row.Name}, {digest.Key}", digest.Value))));
        WriteList(page, "Data sets", leaderboard.Tasks.Where(task => task.DatasetDigest is not null).Select(task => (task.Name, task.DatasetDigest!)));
        return page.ToString();
    }

    private static void WriteTable(StringBuilder page, LeaderboardTable table) =>
        page.Append($"\n## {MarkdownText.Escape(table.Title)}\n\n").Append(MarkdownTable.Write(table));

    private static void WriteList(StringBuilder page, string title, IEnumerable<(string Name, string Text)> entries)
    {
        string items = string.Concat(entries.Select(entry => $"- {MarkdownText.Escape(entry.Name)}: {MarkdownText.Escape(entry.Text)}\n"));
        if (items.Length > 0)
            page.Append($"\n## {title}\n\n{items}");
    }
}
