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
    private readonly ConcurrentDictionary<(HubRepository, string), HubRevision> _listings = new();
    private readonly CommitFetcher _commits = new(store, client, use, time ?? TimeProvider.System);
    private readonly CommitReferences _references = new(store);

    /// <param name="repository">Whose files.</param>
    /// <param name="revision">A branch, tag or commit; null means <c>main</c>.</param>
    /// <param name="selection">Which files.</param>
    /// <param name="progress">Told of downloads and of what goes wrong on the way.</param>
    /// <param name="cancellationToken">Stops; files that are whole stay in the cache.</param>
    /// <exception cref="HubException">The files cannot be had.</exception>
    /// <exception cref="CheckpointException">A model's weights cannot be read as numbers, or a file that says what it is made of is damaged.</exception>
    /// <exception cref="StorageException">The store cannot be read or written.</exception>
    public async Task<HubSnapshot> FetchAsync(
        HubRepository repository, string? revision, HubFileSelection selection, IProgress<HubProgress>? progress,
        CancellationToken cancellationToken)
    {
        string commit = await PinAsync(repository, revision, [selection], cancellationToken);
        var listing = _listings.GetValueOrDefault((repository, commit));
        return await _commits.FetchAsync(new(repository, selection, progress), commit, listing, cancellationToken);
    }

    /// <summary>
    /// The commit that a revision stands for: where a cache of this machine has all the files, the one it has, else the hub's.
    /// </summary>
    /// <param name="repository">Whose revision.</param>
    /// <param name="revision">A branch, tag or commit; null means <c>main</c>.</param>
    /// <param name="needed">The files that will be fetched.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="HubException">There is no such revision, or the hub cannot be asked.</exception>
    public async Task<string> PinAsync(
        HubRepository repository, string? revision, IReadOnlyList<HubFileSelection> needed, CancellationToken cancellationToken)
    {
        string name = HubRevisionName.Check(revision ?? HubRevisionName.Default);
        if (HubRevisionName.IsCommit(name))
            return name;
        var pin = _pins.GetOrAdd((repository, name), _ => new());
        await pin.Gate.WaitAsync(cancellationToken);
        try
        {
            return pin.Commit ??= await FindCommitAsync(repository, name, needed, cancellationToken);
        }
        finally
        {
            pin.Gate.Release();
        }
    }

    private async Task<string> FindCommitAsync(
        HubRepository repository, string name, IReadOnlyList<HubFileSelection> needed, CancellationToken cancellationToken)
    {
        bool offline = client.Options.Offline;
        var known = await KnownCommitsAsync(repository, name, offline, cancellationToken);
        foreach (string commit in known)
            if (await _commits.HasAsync(repository, commit, needed, offline, cancellationToken))
                return commit;
        if (offline && known.Count > 0)
            return known[0];
        var listed = await _commits.ResolveAsync(
            repository, name, () => KnownCommitsAsync(repository, name, offline: true, cancellationToken), needed, cancellationToken);
        _listings[(repository, listed.Commit)] = listed;
        await _references.WriteAsync(repository, name, listed.Commit, cancellationToken);
        return listed.Commit;
    }

    /// <summary>What the revision stood for when it was last asked for: by Hugging Face's tools, and, without the network, by us.</summary>
    private async Task<IReadOnlyList<string>> KnownCommitsAsync(HubRepository repository, string name, bool offline, CancellationToken cancellationToken)
    {
        string? local = _commits.LocalCache.FindCommit(repository, name);
        string? stored = offline ? await _references.ReadAsync(repository, name, cancellationToken) : null;
        return [.. new[] { local, stored }.OfType<string>().Distinct()];
    }
}
