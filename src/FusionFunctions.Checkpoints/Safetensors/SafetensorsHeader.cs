using System.Text.Json;

namespace FusionFunctions.Checkpoints.Safetensors;

/// <summary>
/// The JSON at the head of a safetensors file, checked as the reference implementation checks it: offsets in order, without
/// holes or overlaps, covering the file to its last byte. Source: https://github.com/huggingface/safetensors#format.
/// </summary>
public sealed class SafetensorsHeader
{
    /// <summary>The reference implementation's limit.</summary>
    public const int MaxBytes = 100_000_000;

    internal const string MetadataKey = "__metadata__";

    private SafetensorsHeader(IReadOnlyList<SafetensorsEntry> entries, long dataStart) => (Entries, DataStart) = (entries, dataStart);

    /// <summary>In the order of their bytes.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries { get; }

    /// <summary>Where in the file the first tensor's bytes begin.</summary>
    public long DataStart { get; }

    /// <param name="json">The header without its length prefix.</param>
    /// <param name="fileLength">Bytes in the whole file.</param>
    /// <param name="fileName">For messages.</param>
    /// <exception cref="CheckpointException">The header is not one that a correct writer writes.</exception>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json, long fileLength, string fileName)
    {
        long dataStart = json.Length + sizeof(ulong);
        var entries = new List<SafetensorsEntry>();
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
            ReadEntries(ref reader, entries, fileName);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw Bad(fileName, $"its header is not valid JSON ({e.Message})", e);
        }
        var ordered = entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End).ToList();
        CheckCoverage(ordered, fileLength - dataStart, fileName);
        return new(ordered, dataStart);
    }

    internal static CheckpointException Bad(string fileName, string reason, Exception? innerException = null) =>
        new($"{fileName}: not a valid safetensors file: {reason}. Download or copy it again.", innerException);

    private static void ReadEntries(ref Utf8JsonReader reader, List<SafetensorsEntry> entries, string fileName)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw Bad(fileName, "its header is not a JSON object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (!names.Add(name))
                throw Bad(fileName, $"tensor '{Printable.Text(name)}' stands twice in its header");
            reader.Read();
            if (name == MetadataKey)
                reader.Skip();
            else
                entries.Add(SafetensorsEntryReader.Read(ref reader, name, fileName));
        }
        // Reading on makes the parser complain about anything but white space behind the object.
        reader.Read();
    }

    private static void CheckCoverage(List<SafetensorsEntry> ordered, long dataLength, string fileName)
    {
        long position = 0;
        foreach (var entry in ordered)
        {
            if (entry.Begin != position)
                throw Bad(
                    fileName,
                    $"tensor '{Printable.Text(entry.Tensor.Name)}' begins at byte {entry.Begin} of the data, where {position} is expected: tensors overlap or leave a hole");
            position = entry.End;
        }
        if (position != dataLength)
            throw Bad(fileName, position > dataLength
                ? $"it is cut off: its tensors need {position} bytes of data and it has {dataLength}"
                : $"{dataLength - position} bytes follow its last tensor");
    }
}
