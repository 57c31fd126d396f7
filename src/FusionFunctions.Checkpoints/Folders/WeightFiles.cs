using System.Text.Json;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Folders;

/// <summary>Finds a folder's weight files: one safetensors file, or the shards that an index names.</summary>
internal static class WeightFiles
{
    public const string Single = "model.safetensors";
    public const string Index = "model.safetensors.index.json";
    private const string Pickle = "pytorch_model.bin";
    private const int MaxIndexBytes = 64 << 20;

    /// <summary>File names in the folder, and for sharded ones which tensor the index expects where.</summary>
    public static async Task<(IReadOnlyList<string> Files, IReadOnlyDictionary<string, string>? Expected)> FindAsync(
        IBlobStore store, string folder, string displayName, CancellationToken cancellationToken)
    {
        if (await Exists(store, folder, Single, cancellationToken))
            return ([Single], null);
        if (!await Exists(store, folder, Index, cancellationToken))
            throw await Missing(store, folder, displayName, cancellationToken);
        var map = ReadMap(await store.ReadBytesAsync(FolderPath.Join(folder, Index), MaxIndexBytes, cancellationToken), $"{displayName}/{Index}");
        return ([.. map.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], map);
    }

    private static async Task<bool> Exists(IBlobStore store, string folder, string file, CancellationToken cancellationToken) =>
        await store.FindAsync(FolderPath.Join(folder, file), cancellationToken) is not null;

    private static async Task<CheckpointException> Missing(IBlobStore store, string folder, string displayName, CancellationToken cancellationToken) =>
        await Exists(store, folder, Pickle, cancellationToken)
            ? new($"{displayName}: has only {Pickle}, which this version does not read; save the model as safetensors.")
            : new($"{displayName}: no checkpoint there: neither {Single} nor {Index} was found.");

    private static Dictionary<string, string> ReadMap(byte[] json, string fileName)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 16 });
            foreach (var entry in document.RootElement.GetProperty("weight_map").EnumerateObject())
                if (!map.TryAdd(entry.Name, CheckName(entry.Value.GetString(), fileName)))
                    throw new CheckpointException($"{fileName}: tensor '{entry.Name}' stands twice in weight_map.");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new CheckpointException($"{fileName}: not an index of safetensors shards: {e.Message}", e);
        }
        return map.Count > 0 ? map : throw new CheckpointException($"{fileName}: weight_map is empty.");
    }

    private static string CheckName(string? shard, string fileName) =>
        shard is { Length: > 0 and < 256 } && shard.EndsWith(".safetensors", StringComparison.Ordinal) && !shard.AsSpan().ContainsAny("/\\\0")
            ? shard
            : throw new CheckpointException($"{fileName}: '{shard}' is not the name of a shard in the same folder.");
}
