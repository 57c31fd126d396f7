using System.Text.Json;

namespace FusionFunctions.Checkpoints.Folders;

/// <summary>Reads <c>model.safetensors.index.json</c> and its kin: which shard holds each tensor.</summary>
internal static class ShardIndex
{
    public const int MaxBytes = 64 << 20;
    private const int MaxNameLength = 255;

    /// <param name="json">The index file.</param>
    /// <param name="extension">What every shard's name must end in.</param>
    /// <param name="fileName">For messages.</param>
    /// <exception cref="CheckpointException">Not an index, or one that names a file outside the folder.</exception>
    public static IReadOnlyDictionary<string, string> Parse(ReadOnlyMemory<byte> json, string extension, string fileName)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 16 });
            foreach (var entry in document.RootElement.GetProperty("weight_map").EnumerateObject())
                if (!map.TryAdd(entry.Name, CheckName(entry.Value.GetString(), extension, fileName)))
                    throw new CheckpointException($"{fileName}: tensor '{Printable.Text(entry.Name)}' stands twice in weight_map. {Remedy}");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new CheckpointException($"{fileName}: not an index of shards: {e.Message} {Remedy}", e);
        }
        return map.Count > 0 ? map : throw new CheckpointException($"{fileName}: weight_map is empty. {Remedy}");
    }

    private const string Remedy = "Download or copy it again.";

    private static string CheckName(string? shard, string extension, string fileName) =>
        shard is { Length: > 0 and <= MaxNameLength } && shard.EndsWith(extension, StringComparison.Ordinal) && IsPlain(shard)
            ? shard
            : throw new CheckpointException($"{fileName}: '{Printable.Text(shard)}' is not the name of a {extension} file in the same folder. {Remedy}");

    private static bool IsPlain(string name) => !name.Any(c => c is '/' or '\\' || char.IsControl(c));
}
