using FusionFunctions.Checkpoints.Hub.Cache;
using FusionFunctions.Checkpoints.Hub.LocalCaches;
using FusionFunctions.Checkpoints.Hub.Selections;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Hub.Fetching;

/// <summary>Makes files of a commit readable.</summary>
internal sealed class CommitFetcher(IBlobStore store, HubClient client, LocalCacheUse use, TimeProvider time)
{
    private readonly EntryGate _gate = new(store, time);

    private int _tidied;

    public LocalHubCache LocalCache => field ??= new(client.Options.LocalCache);

    /// <summary>Whether one of the caches has all files that are needed.</summary>
    /// <param name="repository">Whose files.</param>
    /// <param name="commit">Of this commit.</param>
    /// <param name="needed">Which files.</param>
    /// <param name="offline">Whether what is needed is enough, as it is without the network.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public async Task<bool> HasAsync(
        HubRepository repository, string commit, IReadOnlyList<HubFileSelection> needed, bool offline, CancellationToken cancellationToken)
    {
        var cached = await OpenAsync(repository, commit, null, cancellationToken);
        foreach (var selection in needed)
            if (await cached.InStoreAsync(selection, offline, cancellationToken) is null
                && await cached.InLocalCacheAsync(selection, offline, cancellationToken) is null)
                return false;
        return true;
    }

    /// <param name="request">Which files.</param>
    /// <param name="commit">Of this commit.</param>
    /// <param name="listing">All the commit's files, where the hub has just listed them; or null.</param>
    /// <param name="cancellationToken">Stops the fetching.</param>
    public async Task<HubSnapshot> FetchAsync(FetchRequest request, string commit, HubRevision? listing, CancellationToken cancellationToken)
    {
        var cached = await OpenAsync(request.Repository, commit, listing, cancellationToken);
        if (await FindAsync(request, commit, cached, cancellationToken) is { } found)
            return found;
        return cached.Listing is { } all
            ? await FillAsync(request, all, listedByHub: true, cached.Local, cancellationToken)
            : await FetchAsync(request, commit, await ListAsync(request, commit, cancellationToken), cancellationToken);
    }

    /// <summary>Asks the hub.</summary>
    /// <param name="repository">Whose revision.</param>
    /// <param name="revision">A branch, tag or commit.</param>
    /// <param name="known">Gives the commits that it stands for as far as is known here.</param>
    /// <param name="needed">The files that will be fetched.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <exception cref="HubException">As of the client; of a hub that is away, it tells what would do without it.</exception>
    public async Task<HubRevision> ResolveAsync(
        HubRepository repository, string revision, Func<Task<IReadOnlyList<string>>> known, IReadOnlyList<HubFileSelection> needed, CancellationToken cancellationToken)
    {
        try
        {
            return await client.ResolveAsync(repository, revision, cancellationToken);
        }
        catch (HubException e) when (e.Failure == HubFailure.Unavailable)
        {
            foreach (string commit in await known())
                if (await HasAsync(repository, commit, needed, offline: true, cancellationToken))
                    throw new HubException(
                        e.Failure, $"{e.Message} All that is needed of {repository}@{commit} is in a cache: set HF_HUB_OFFLINE=1 to use that without asking.", e)
                    {
                        RetryAfter = e.RetryAfter,
                    };
            throw;
        }
    }

    private async Task<HubSnapshot?> FindAsync(FetchRequest request, string commit, CachedCommit cached, CancellationToken cancellationToken)
    {
        if (await cached.InStoreAsync(request.Selection, client.Options.Offline, cancellationToken) is { } stored)
            return new(request.Repository, commit, null, CacheLayout.Folder(request.Repository, commit), stored);
        if (await cached.InLocalCacheAsync(request.Selection, client.Options.Offline, cancellationToken) is not { } files)
            return null;
        return use == LocalCacheUse.InPlace
            ? new(request.Repository, commit, cached.Local!.Folder, "", files)
            : await FillAsync(request, cached.Listing ?? cached.Local!.Found, cached.Listing is not null, cached.Local, cancellationToken);
    }

    private async Task<CachedCommit> OpenAsync(
        HubRepository repository, string commit, HubRevision? listing, CancellationToken cancellationToken)
    {
        var manifest = await CacheManifest.ReadAsync(store, repository, commit, cancellationToken);
        listing ??= manifest is { ListedByHub: true } ? manifest.ToRevision() : null;
        return new(store, manifest, LocalCache.FindSnapshot(repository, commit), listing);
    }

    private async Task<HubRevision> ListAsync(FetchRequest request, string commit, CancellationToken cancellationToken)
    {
        var repository = request.Repository;
        var listed = await ResolveAsync(repository, commit, () => Task.FromResult<IReadOnlyList<string>>([commit]), [request.Selection], cancellationToken);
        return listed.Commit == commit
            ? listed
            : throw new HubException(HubFailure.Damaged,
                $"{repository}@{commit}: the hub answers with another commit, {listed.Commit}. Check HF_ENDPOINT.");
    }

    private async Task<HubSnapshot> FillAsync(
        FetchRequest request, HubRevision revision, bool listedByHub, LocalSnapshot? local, CancellationToken cancellationToken)
    {
        await TidyAsync(cancellationToken);
        return await _gate.RunAsync(
            CacheLayout.Lease(revision.Repository, revision.Commit),
            token => new EntryFiller(store, client, local, time, request.Progress).FillAsync(revision, listedByHub, request.Selection, token),
            () => request.Progress?.Report(new(
                revision.Repository, "", 0, 0, $"Another process is fetching {revision.Repository}@{revision.Commit}; waiting for it.")),
            cancellationToken);
    }

    /// <summary>What others have left of downloads takes room, and is looked for where new ones are made.</summary>
    private async Task TidyAsync(CancellationToken cancellationToken)
    {
        if (store is not IResumableStore resumable || Interlocked.Exchange(ref _tidied, 1) == 1)
            return;
        try
        {
            await resumable.TidyAsync(cancellationToken);
        }
        catch (StorageException)
        {
            // Whoever cannot write here says so better.
        }
    }
}
