using System.Collections.Concurrent;
using FusionFunctions.Checkpoints.Digests;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Pipeline.Files;

namespace FusionFunctions.Pipeline.Checkpoints;

/// <summary>Digests of folders, each taken once for all who ask the same instance: adapters share their base.</summary>
/// <param name="locations">Opens folders.</param>
/// <param name="kept">Those of large files that this process or another took before.</param>
internal sealed class FolderDigests(BlobLocations locations, KeptDigests kept)
{
    private readonly ConcurrentDictionary<(BlobLocation Folder, FolderStamp? Stamp, bool IsModel), Lazy<Task<string>>> _taken = new();

    /// <param name="folder">The folder.</param>
    /// <param name="stamp">What it looks like now; null where nothing changes. A folder that looks otherwise later is read again.</param>
    /// <param name="isModel">Whether it is to be a model, and not an adapter. One that is quantized is refused before its weights are read.</param>
    /// <param name="cancellationToken">Stops the reading, for all who wait for it.</param>
    public async Task<string> OfAsync(BlobLocation folder, FolderStamp? stamp, bool isModel, CancellationToken cancellationToken)
    {
        var key = (folder, stamp, isModel);
        var taken = _taken.GetOrAdd(key, _ => new(() => TakeAsync(folder, isModel, cancellationToken)));
        try
        {
            return await taken.Value;
        }
        catch
        {
            // Whoever tries again reads again.
            _taken.TryRemove(new(key, taken));
            throw;
        }
    }

    private async Task<string> TakeAsync(BlobLocation folder, bool isModel, CancellationToken cancellationToken)
    {
        var store = locations.StoreOf(folder);
        if (isModel)
            await ConfigFile.FindAsync(store, folder.Path, folder.ToString(), cancellationToken);
        return await CheckpointDigest.OfAsync(store, folder.Path, folder.ToString(), kept.OfAsync, cancellationToken);
    }
}
