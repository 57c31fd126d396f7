using System.Collections.Concurrent;
using FusionFunctions.Checkpoints.Hub.Selections;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Hub.Fetching;

/// <summary>
/// Makes files of the hub readable: from the store's cache, else from this machine's Hugging Face cache, else from the hub.
/// One instance serves one run: a branch or tag keeps the commit that it stood for when it was first asked for.
/// </summary>
/// <param name="store">Where the cache is.</param>
/// <param name="client">Asks the hub; its options name the Hugging Face cache and whether the network may be used.</param>
/// <param name="use">What to do with files of the Hugging Face cache.</param>
/// <param name="time">The clock of waits and manifests.</param>
public sealed class HubFetcher(IBlobStore store, HubClient client, LocalCacheUse use = LocalCacheUse.InPlace, TimeProvider? time = null)
{
    private readonly ConcurrentDictionary<(HubRepository, string), RevisionPin> _pins = new();
    private readonly CommitFetcher _commits = new(store, client, use, time ?? TimeProvider.System);
    private readonly CommitReferences _references = new(store);

    /// <param name="repository">Whose files.</param>
    /// <param name="revision">A branch, tag or commit; null means <c>main</c>.</param>
    /// <param name="selection">Which files.</param>
    /// <param name="progress">Told of downloads and of what goes wrong on the way.</param>
    /// <param name="cancellationToken">Stops; files that are whole stay in the cache.</param>
    /// <exception cref="HubException">The files cannot be had.</exception>
    /// <exception cref="StorageException">The store cannot be read or written.</exception>
    public async Task<HubSnapshot> FetchAsync(
        HubRepository repository, string? revision, HubFileSelection selection, IProgress<HubProgress>? progress,
        CancellationToken cancellationToken)
    {
        string name = HubRevisionName.Check(revision ?? HubRevisionName.Default);
        var request = new FetchRequest(repository, selection, progress);
        if (HubRevisionName.IsCommit(name))
            return await _commits.FetchAsync(request, name, null, cancellationToken);
        var pin = _pins.GetOrAdd((repository, name), _ => new());
        await pin.Gate.WaitAsync(cancellationToken);
        try
        {
            return pin.Commit is { } commit
                ? await _commits.FetchAsync(request, commit, null, cancellationToken)
                : await FetchFirstAsync(request, name, pin, cancellationToken);
        }
        finally
        {
            pin.Gate.Release();
        }
    }

    private async Task<HubSnapshot> FetchFirstAsync(FetchRequest request, string name, RevisionPin pin, CancellationToken cancellationToken)
    {
        var known = await KnownCommitsAsync(request.Repository, name, cancellationToken);
        foreach (string commit in known)
            if (await _commits.FindAsync(request, commit, cancellationToken) is { } found)
            {
                pin.Commit = commit;
                return found;
            }
        if (client.Options.Offline && known.Count > 0)
            return await _commits.FetchAsync(request, known[0], null, cancellationToken);
        var listed = await client.ResolveAsync(request.Repository, name, cancellationToken);
        pin.Commit = listed.Commit;
        await _references.WriteAsync(request.Repository, name, listed.Commit, cancellationToken);
        return await _commits.FetchAsync(request, listed.Commit, listed, cancellationToken);
    }

    /// <summary>What the revision stood for when it was last asked for: by Hugging Face's tools, and, without the network, by us.</summary>
    private async Task<IReadOnlyList<string>> KnownCommitsAsync(HubRepository repository, string name, CancellationToken cancellationToken)
    {
        string? local = _commits.LocalCache.FindCommit(repository, name);
        string? stored = client.Options.Offline ? await _references.ReadAsync(repository, name, cancellationToken) : null;
        return [.. new[] { local, stored }.OfType<string>().Distinct()];
    }
}
