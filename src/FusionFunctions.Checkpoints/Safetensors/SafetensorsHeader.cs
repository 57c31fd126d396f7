using System.Text.Json;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Checkpoints.Safetensors;

/// <summary>
/// The JSON at the head of a safetensors file, checked as the reference implementation checks it: offsets in order, without
/// holes or overlaps, covering the file to its last byte. Source: https://github.com/huggingface/safetensors#format.
/// </summary>
public sealed class SafetensorsHeader
{
    /// <summary>The reference implementation's limit.</summary>
    public const int MaxBytes = 100_000_000;

    private const string MetadataKey = "__metadata__";
    private const int MaxRank = 32;

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
                throw Bad(fileName, $"tensor '{name}' stands twice in its header");
            reader.Read();
            if (name == MetadataKey)
                reader.Skip();
            else
                entries.Add(ReadEntry(ref reader, name, fileName));
        }
        // Reading on makes the parser complain about anything but white space behind the object.
        reader.Read();
    }

    private static SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string name, string fileName)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw Bad(fileName, $"the entry of tensor '{name}' is not an object");
        TensorDType? dtype = null;
        long[]? shape = null, offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string? key = reader.GetString();
            reader.Read();
            switch (key)
            {
                case "dtype":
                    dtype = DType(reader.GetString(), name, fileName);
                    break;
                case "shape":
                    shape = Numbers(ref reader, MaxRank, $"the shape of tensor '{name}'", fileName);
                    break;
                case "data_offsets":
                    offsets = Numbers(ref reader, 2, $"the data_offsets of tensor '{name}'", fileName);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        if (dtype is null || shape is null || offsets is not [var begin, var end])
            throw Bad(fileName, $"tensor '{name}' lacks its dtype, shape or two data_offsets");
        CheckSize(name, dtype.Value, shape, begin, end, fileName);
        return new(new TensorInfo(name, dtype.Value, shape), begin, end);
    }

    private static TensorDType DType(string? text, string name, string fileName) =>
        Enum.TryParse(text, out TensorDType dtype) && Enum.IsDefined(dtype) && !char.IsAsciiDigit(text![0])
            ? dtype
            : throw new CheckpointException(
                $"{fileName}: tensor '{name}' has the element type '{text}', which is not supported; convert it to one of {string.Join(", ", Enum.GetNames<TensorDType>())}.");

    private static long[] Numbers(ref Utf8JsonReader reader, int most, string what, string fileName)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw Bad(fileName, $"{what} is not a list");
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0 || numbers.Count == most)
                throw Bad(fileName, $"{what} is not a list of at most {most} sizes");
            numbers.Add(number);
        }
        return [.. numbers];
    }

    private static void CheckSize(string name, TensorDType dtype, long[] shape, long begin, long end, string fileName)
    {
        Int128 bytes = dtype.Size();
        foreach (long size in shape)
        {
            bytes *= size;
            if (bytes > long.MaxValue)
                throw Bad(fileName, $"the shape [{string.Join(", ", shape)}] of tensor '{name}' is too large");
        }
        if (end < begin || end - begin != bytes)
            throw Bad(fileName, $"tensor '{name}' of shape [{string.Join(", ", shape)}] and type {dtype} needs {bytes} bytes, but its data_offsets are {begin} to {end}");
    }

    private static void CheckCoverage(List<SafetensorsEntry> ordered, long dataLength, string fileName)
    {
        long position = 0;
        foreach (var entry in ordered)
        {
            if (entry.Begin != position)
                throw Bad(fileName, $"tensor '{entry.Tensor.Name}' begins at byte {entry.Begin} of the data, where {position} is expected: tensors overlap or leave a hole");
            position = entry.End;
        }
        if (position != dataLength)
            throw Bad(fileName, position > dataLength
                ? $"it is cut off: its tensors need {position} bytes of data and it has {dataLength}"
                : $"{dataLength - position} bytes follow its last tensor");
    }
}
