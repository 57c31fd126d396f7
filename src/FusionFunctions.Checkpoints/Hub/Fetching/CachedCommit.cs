using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Hub.Cache;
using FusionFunctions.Checkpoints.Hub.LocalCaches;
using FusionFunctions.Checkpoints.Hub.Selections;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Hub.Fetching;

/// <summary>What of one commit is on hand without the network.</summary>
/// <param name="store">Where the cache is.</param>
/// <param name="manifest">What the store has of the commit; or null.</param>
/// <param name="local">What this machine's Hugging Face cache has of it; or null.</param>
/// <param name="listing">All files of the commit, where known.</param>
internal sealed class CachedCommit(IBlobStore store, CacheManifest? manifest, LocalSnapshot? local, HubRevision? listing)
{
    public LocalSnapshot? Local => local;

    /// <summary>All files of the commit; null where the hub was not asked yet.</summary>
    public HubRevision? Listing => listing;

    /// <summary>The needed files in the store; null where they are not all there.</summary>
    public async Task<IReadOnlyList<HubFile>?> InStoreAsync(HubFileSelection selection, bool offline, CancellationToken cancellationToken)
    {
        if (manifest is null)
            return null;
        var files = await ChooseAsync(selection, listing ?? manifest.FetchedFiles(), offline, async index =>
            await HasAsync(index, cancellationToken) ? await store.ReadBytesAsync(PathOf(index), ShardIndex.MaxBytes, cancellationToken) : null);
        foreach (var file in files ?? [])
            if (!await HasAsync(file, cancellationToken))
                return null;
        return files is null ? null : [.. files.Select(manifest.Proven)];

        async Task<bool> HasAsync(HubFile file, CancellationToken token) =>
            manifest.Fetched(file) is { } entry && (await store.FindAsync(PathOf(file), token))?.Length == entry.Size;

        BlobPath PathOf(HubFile file) => BlobPath.Parse($"{manifest.Folder}/{file.Path}");
    }

    /// <summary>The needed files in this machine's Hugging Face cache; null where they are not all there.</summary>
    public async Task<IReadOnlyList<HubFile>?> InLocalCacheAsync(
        HubFileSelection selection, bool offline, CancellationToken cancellationToken)
    {
        if (local is null)
            return null;
        var files = await ChooseAsync(
            selection, listing ?? local.Found, offline, index => local.ReadAsync(index, ShardIndex.MaxBytes, cancellationToken));
        return files is not null && files.All(local.Has) ? files : null;
    }

    /// <summary>Without the hub's listing nobody knows what else the commit has; offline, what is needed is enough.</summary>
    private async Task<IReadOnlyList<HubFile>?> ChooseAsync(
        HubFileSelection selection, HubRevision revision, bool offline, Func<HubFile, Task<byte[]?>> read)
    {
        if (listing is not null)
            return await selection.ChooseAsync(revision, read);
        try
        {
            return offline || selection.IsSurelyWhole(revision) ? await selection.ChooseAsync(revision, read) : null;
        }
        catch (CheckpointException)
        {
            return null;
        }
    }
}
