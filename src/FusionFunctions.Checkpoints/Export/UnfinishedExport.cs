using System.Text.Json;
using FusionFunctions.Checkpoints.Digests;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Export;

/// <summary>
/// The file <c>merge.incomplete.json</c>, which stands in the folder from the first file to the last, so that leftovers are told from a user's own
/// checkpoint. It names the weight files that are whole, so that the next export of the same needs only the others, and what the report has to say
/// of their tensors, which the next one does not see again.
/// </summary>
/// <param name="Digest">Of the recipe, lower-case hex.</param>
/// <param name="MaxShardBytes">What goes into which file follows from it and from the recipe.</param>
/// <param name="Files">Whole ones.</param>
/// <param name="Overflowed">Names of tensors, those of whole files among them, with elements that their type cannot hold.</param>
internal sealed record UnfinishedExport(string Digest, long MaxShardBytes, IReadOnlyList<ExportedFile> Files, IReadOnlyList<string> Overflowed)
{
    public const string FileName = "merge.incomplete.json";
    private const int MaxBytes = 4 << 20;

    public static Task<bool> ExistsAsync(ExportFolder folder, CancellationToken cancellationToken) => folder.ExistsAsync(FileName, cancellationToken);

    public Task WriteAsync(IBlobStore store, string folder, BlobWriteMode mode, CancellationToken cancellationToken) =>
        store.WriteJsonAsync(FolderPath.Join(folder, FileName), this, mode, ExportJson.Options, cancellationToken);

    /// <returns>
    /// What an interrupted export of the same has left, with those of its files that are there and are still what was written; null where another was interrupted.
    /// </returns>
    public async Task<UnfinishedExport?> FindLeftOverAsync(IBlobStore store, string folder, CancellationToken cancellationToken)
    {
        if (await ReadAsync(store, folder, cancellationToken) is not { } left || left.Digest != Digest || left.MaxShardBytes != MaxShardBytes)
            return null;
        var found = new List<ExportedFile>();
        foreach (var file in left.Files)
            if (await IsThereAsync(store, folder, file, cancellationToken))
                found.Add(file);
        return left with { Files = found };
    }

    /// <returns>Null where there is none, or one that tells nothing: then everything is written anew.</returns>
    private static async Task<UnfinishedExport?> ReadAsync(IBlobStore store, string folder, CancellationToken cancellationToken)
    {
        try
        {
            byte[] json = await store.ReadBytesAsync(FolderPath.Join(folder, FileName), MaxBytes, cancellationToken);
            return JsonSerializer.Deserialize<UnfinishedExport>(json, ExportJson.Options) is { Digest: not null, Files: not null, Overflowed: not null } left
                && !left.Overflowed.Contains(null!) ? left : null;
        }
        catch (Exception e) when (e is JsonException or StorageException)
        {
            return null;
        }
    }

    private static async Task<bool> IsThereAsync(IBlobStore store, string folder, ExportedFile file, CancellationToken cancellationToken) =>
        ExportedFile.IsNamed(file)
        && FolderPath.Join(folder, file.Name) is var path
        && (await store.FindAsync(path, cancellationToken))?.Length == file.Length
        && await FileDigest.OfAsync(store, path, cancellationToken) == file.Sha256;
}
