namespace FusionFunctions.Leaderboards;

/// <summary>Cells of CSV as RFC 4180 has them.</summary>
internal static class CsvText
{
    public static string Quote(string cell) =>
        cell.AsSpan().ContainsAny("\",\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
