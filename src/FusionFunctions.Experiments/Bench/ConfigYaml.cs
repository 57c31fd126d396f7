using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FusionFunctions.Experiments.Bench;

/// <summary>Writes a configuration as Hydra prints it: two blanks for each level, lists at the level of their key.</summary>
internal static class ConfigYaml
{
    public static string Write(JsonObject config)
    {
        var text = new StringBuilder();
        Write(text, config, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonObject map, int indent)
    {
        foreach (var (key, value) in map)
        {
            text.Append(' ', indent).Append(key).Append(':');
            WriteValue(text, value, indent, isInList: false);
        }
    }

    private static void WriteValue(StringBuilder text, JsonNode? value, int indent, bool isInList)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } map when isInList:
                var entries = new StringBuilder();
                Write(entries, map, indent + 2);
                text.Append(entries.ToString().AsSpan(indent + 1));
                break;
            case JsonObject { Count: > 0 } map:
                text.Append('\n');
                Write(text, map, indent + 2);
                break;
            case JsonArray { Count: > 0 } list:
                text.Append('\n');
                foreach (var item in list)
                {
                    text.Append(' ', indent).Append('-');
                    WriteValue(text, item, indent, isInList: true);
                }
                break;
            default:
                text.Append(' ').Append(Scalar(value)).Append('\n');
                break;
        }
    }

    private static string Scalar(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "{}",
        JsonArray => "[]",
        JsonValue scalar when scalar.TryGetValue(out string? text) => NeedsQuotes(text) ? JsonSerializer.Serialize(text) : text,
        JsonValue scalar when scalar.TryGetValue(out double number) => number.ToString("R", CultureInfo.InvariantCulture),
        _ => value.ToJsonString(),
    };

    private static bool NeedsQuotes(string text) =>
        text.Length == 0 || text != text.Trim() || text is "null" or "true" or "false" or "~" || double.TryParse(text, CultureInfo.InvariantCulture, out _)
        || "-?:,[]{}#&*!|>'\"%@`".Contains(text[0], StringComparison.Ordinal) || text.Any(char.IsControl)
        || text.Contains(": ", StringComparison.Ordinal) || text.Contains(" #", StringComparison.Ordinal) || text[^1] == ':';
}
