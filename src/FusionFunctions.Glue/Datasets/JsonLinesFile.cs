using System.Runtime.CompilerServices;
using System.Text.Json;

namespace FusionFunctions.Glue.Datasets;

/// <summary>One JSON object a line.</summary>
internal static class JsonLinesFile
{
    public static async IAsyncEnumerable<RawRow> ReadAsync(Stream stream, string fileName, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (number, text) in BoundedLines.ReadAsync(stream, fileName, cancellationToken))
            yield return Parse($"{fileName}:{number}", text);
    }

    private static RawRow Parse(string place, string text)
    {
        try
        {
            using var row = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 16 });
            if (row.RootElement.ValueKind != JsonValueKind.Object)
                throw new GlueException($"{place}: not a JSON object; a row looks like {{\"sentence\": \"…\", \"label\": 1}}.");
            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var property in row.RootElement.EnumerateObject())
                if (property.Value.ValueKind == JsonValueKind.String)
                    fields[property.Name] = property.Value.GetString()!;
            return row.RootElement.TryGetProperty("label", out var label)
                ? new(place, fields, Label(place, label))
                : throw new GlueException($"{place}: the field 'label' is missing; write the right answer, such as \"label\": 1.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new GlueException($"{place}: not valid JSON: {e.Message}", e);
        }
    }

    private static object? Label(string place, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Null => null,
        _ => throw new GlueException($"{place}: the label must be a number or a text, not a {value.ValueKind}."),
    };
}
