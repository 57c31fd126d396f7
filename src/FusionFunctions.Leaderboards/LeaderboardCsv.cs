using System.Globalization;

namespace FusionFunctions.Leaderboards;

/// <summary>The leaderboard as CSV (RFC 4180, lines end with \n): a line a row, four columns a task. Values are fractions, the average is in percent.</summary>
public static class LeaderboardCsv
{
    public static string Write(Leaderboard leaderboard) =>
        string.Concat(leaderboard.Rows.Select(row => Line(leaderboard, row)).Prepend(Header(leaderboard)).Select(cells => string.Join(',', cells.Select(CsvText.Quote)) + "\n"));

    private static IEnumerable<string> Header(Leaderboard leaderboard) =>
    [
        "group", "name", "method", "parameters", "average",
        .. leaderboard.Tasks.SelectMany(task => (string[])[$"{task.Name}_{task.Metric}", $"{task.Name}_correct", $"{task.Name}_total", $"{task.Name}_invalid"]),
        "precision", "device", "error",
    ];

    private static IEnumerable<string> Line(Leaderboard leaderboard, LeaderboardRow row) =>
    [
        RowGroupTitle.Of(row.Group), row.Name, row.Method, row.Parameters.ToJsonString(), Number(leaderboard.AverageOf(row)),
        .. leaderboard.Tasks.Select(row.ScoreOn).SelectMany(score => (string[])[Number(score?.Value), Number(score?.Correct), Number(score?.Total), Number(score?.Invalid)]),
        Precision(leaderboard), string.Join(' ', row.Devices), row.Error ?? "",
    ];

    private static string Precision(Leaderboard leaderboard) => (string?)leaderboard.Settings["precision"] ?? "";

    private static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}
