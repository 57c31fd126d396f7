using System.Text.Json.Nodes;

namespace FusionFunctions.Leaderboards.Tables;

/// <summary>The forms in which a table is written.</summary>
public static class TableFormat
{
    public const string Markdown = "md";
    public const string Csv = "csv";
    public const string Json = "json";

    public static IReadOnlyList<string> All { get; } = [Markdown, Csv, Json];

    public static string Write(LeaderboardTable table, string format) => format switch
    {
        Markdown => MarkdownTable.Write(table),
        Csv => string.Concat(table.Lines.Select(line => line.Select(cell => cell.Text)).Prepend(table.Header).Select(cells => string.Join(',', cells.Select(CsvText.Quote)) + "\n")),
        Json => new JsonArray([.. table.Lines.Select(line =>
            new JsonObject(table.Header.Zip(line, (name, cell) => KeyValuePair.Create(name, (JsonNode?)Value(cell)))))]).ToJsonString() + "\n",
        _ => throw new ArgumentException($"There is no format '{format}'.", nameof(format)),
    };

    private static JsonValue? Value(LeaderboardCell cell) => cell switch
    {
        { IsNumber: false } => JsonValue.Create(cell.Text),
        { Number: { } number } when double.IsFinite(number) => JsonValue.Create(number),
        _ => null,
    };
}
