using System.Text.Encodings.Web;
using System.Text.Json;

namespace FusionFunctions.Samples.Rows;

/// <summary>A row in GLUE's shape.</summary>
/// <param name="Fields">Names and texts, in GLUE's order.</param>
/// <param name="Label">The label's number; for STS-B the similarity in tenths.</param>
public sealed record SampleRow(IReadOnlyList<(string Name, string Text)> Fields, int Label)
{
    private static readonly JsonWriterOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Field(string name) => Fields.First(field => field.Name == name).Text;

    /// <summary>As one line of a JSONL file.</summary>
    public void WriteTo(Stream stream, bool isSimilarity, int index)
    {
        using (var json = new Utf8JsonWriter(stream, s_plain))
        {
            json.WriteStartObject();
            foreach (var (name, text) in Fields)
                json.WriteString(name, text);
            if (isSimilarity)
                json.WriteNumber("label", Label / 10m);
            else
                json.WriteNumber("label", Label);
            json.WriteNumber("idx", index);
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
    }
}
