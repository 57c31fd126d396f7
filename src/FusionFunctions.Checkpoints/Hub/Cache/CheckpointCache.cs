using System.Runtime.CompilerServices;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Hub.Cache;

/// <summary>What the store holds of the hub: checkpoints and data sets, by repository and commit.</summary>
public sealed class CheckpointCache(IBlobStore store)
{
    /// <summary>All commits, by repository; complete or not.</summary>
    public async IAsyncEnumerable<CacheEntry> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var kind in Enum.GetValues<HubRepositoryKind>())
        {
            var scan = await CacheScan.RunAsync(store, kind, cancellationToken);
            foreach (var entry in scan.Entries)
                yield return entry;
        }
    }

    /// <summary>Reads every file and compares sizes and digests with the manifests.</summary>
    public async IAsyncEnumerable<CacheVerification> VerifyAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in ListAsync(cancellationToken))
            yield return new(entry, await CacheVerifier.FindProblemsAsync(store, entry, cancellationToken));
    }

    /// <summary>Deletes commits, with their manifests and the references to them. The next run that needs one fetches it again.</summary>
    /// <param name="select">Which.</param>
    /// <param name="cancellationToken">Stops between two commits.</param>
    public async Task<CachePruneReport> PruneAsync(Func<CacheEntry, bool> select, CancellationToken cancellationToken)
    {
        var (removed, inUse) = (new List<CacheEntry>(), new List<CacheEntry>());
        await foreach (var entry in ListAsync(cancellationToken))
            if (select(entry))
                (await TryRemoveAsync(entry, cancellationToken) ? removed : inUse).Add(entry);
        return new(removed, inUse);
    }

    private async Task<bool> TryRemoveAsync(CacheEntry entry, CancellationToken cancellationToken)
    {
        await using var lease = await store.TryLeaseAsync(CacheLayout.Lease(entry.Repository, entry.Commit), cancellationToken);
        if (lease is null)
            return false;
        // References and manifest first: whoever comes in between finds the entry incomplete, never a file that is about to go.
        foreach (string revision in entry.Revisions)
            await store.DeleteAsync(CacheLayout.Reference(entry.Repository, revision), cancellationToken);
        await store.DeleteAsync(CacheLayout.Manifest(entry.Repository, entry.Commit), cancellationToken);
        foreach (var file in entry.Files)
            await store.DeleteAsync(file.Path, cancellationToken);
        if (store is IResumableStore resumable)
            await resumable.ForgetAsync(CacheLayout.Folder(entry.Repository, entry.Commit), cancellationToken);
        return true;
    }
}
