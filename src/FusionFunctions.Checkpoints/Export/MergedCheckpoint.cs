using System.Text.Json;
using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints.Digests;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Export;

/// <summary>The record <c>merge.json</c> of a merged checkpoint, written last: where it is, the checkpoint is complete.</summary>
/// <param name="Format">The version of this record.</param>
/// <param name="Digest">Of the recipe, lower-case hex.</param>
/// <param name="Recipe">Everything that determines the weights.</param>
/// <param name="Files">Every exported file but this one.</param>
/// <param name="Report">What the merge found out on the way.</param>
public sealed record MergedCheckpoint(int Format, string Digest, JsonObject Recipe, IReadOnlyList<ExportedFile> Files, JsonObject Report)
{
    public const string FileName = "merge.json";
    internal const int CurrentFormat = 1;
    private const int MaxBytes = 16 << 20;

    /// <returns>The record, or null where the folder holds no complete merged checkpoint.</returns>
    /// <exception cref="CheckpointException">The record is damaged.</exception>
    public static async Task<MergedCheckpoint?> FindAsync(IBlobStore store, string folder, CancellationToken cancellationToken)
    {
        var path = FolderPath.Join(folder, FileName);
        if (await store.FindAsync(path, cancellationToken) is null)
            return null;
        try
        {
            byte[] json = await store.ReadBytesAsync(path, MaxBytes, cancellationToken);
            return Check(JsonSerializer.Deserialize<MergedCheckpoint>(json, ExportJson.Options));
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new CheckpointException($"'{path}' in {store.Name} is damaged ({e.Message}); delete its folder and merge again.", e);
        }
    }

    /// <returns>The record, or null where the folder does not hold the merge of that recipe with every file at its length.</returns>
    /// <exception cref="CheckpointException">The record is damaged.</exception>
    public static async Task<MergedCheckpoint?> FindWholeAsync(IBlobStore store, string folder, string digest, CancellationToken cancellationToken) =>
        await FindAsync(store, folder, cancellationToken) is { } merged && merged.Digest == digest && await merged.IsWholeAsync(store, folder, cancellationToken)
            ? merged
            : null;

    /// <returns>Whether every file is there at its length. See <see cref="VerifyAsync"/>, which reads them.</returns>
    public async Task<bool> IsWholeAsync(IBlobStore store, string folder, CancellationToken cancellationToken)
    {
        var lengths = new Dictionary<BlobPath, long>();
        await foreach (var entry in store.ListAsync(folder, cancellationToken))
            lengths[entry.Path] = entry.Length;
        return Files.All(file => lengths.TryGetValue(FolderPath.Join(folder, file.Name), out long length) && length == file.Length);
    }

    /// <summary>Reads every file again and compares its digest.</summary>
    /// <exception cref="CheckpointException">A file is missing or is not the one that was written.</exception>
    public async Task VerifyAsync(IBlobStore store, string folder, CancellationToken cancellationToken)
    {
        foreach (var file in Files)
        {
            var path = FolderPath.Join(folder, file.Name);
            string? damage = await store.FindAsync(path, cancellationToken) switch
            {
                null => "is missing",
                var entry when entry.Length != file.Length => $"has {entry.Length} bytes instead of {file.Length}",
                _ => await FileDigest.OfAsync(store, path, cancellationToken) == file.Sha256
                    ? null
                    : "is not the file that was written: its sha256 differs",
            };
            if (damage is not null)
                throw new CheckpointException($"'{path}' in {store.Name} {damage}; delete its folder and merge again.");
        }
    }

    private static MergedCheckpoint Check(MergedCheckpoint? record)
    {
        if (record is null || record.Format != CurrentFormat)
            throw new JsonException($"its format is {record?.Format.ToString() ?? "null"}, not {CurrentFormat}");
        bool areFilesNamed = record.Files.All(file => ExportedFile.IsNamed(file) && HexDigest.IsSha256(file.Sha256));
        if (!HexDigest.IsSha256(record.Digest) || record.Files.Count == 0 || !areFilesNamed)
            throw new JsonException("a digest or a file's name is not one");
        return record;
    }
}
