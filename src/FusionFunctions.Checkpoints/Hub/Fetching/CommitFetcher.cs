using FusionFunctions.Checkpoints.Hub.Cache;
using FusionFunctions.Checkpoints.Hub.LocalCaches;
using FusionFunctions.Checkpoints.Hub.Selections;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Hub.Fetching;

/// <summary>Makes files of a commit readable.</summary>
internal sealed class CommitFetcher(IBlobStore store, HubClient client, LocalCacheUse use, TimeProvider time)
{
    private readonly EntryGate _gate = new(store, time);

    public LocalHubCache LocalCache { get; } = new(client.Options.LocalCache);

    /// <summary>Finds all files that are needed in one of the caches; null where the hub has to be asked.</summary>
    public async Task<HubSnapshot?> FindAsync(
        HubRepository repository, string commit, HubFileSelection selection, IProgress<HubProgress>? progress, CancellationToken cancellationToken) =>
        await FindAsync(await OpenAsync(repository, commit, null, cancellationToken), repository, commit, selection, progress, cancellationToken);

    /// <param name="repository">Whose commit.</param>
    /// <param name="commit">40 hexadecimal digits.</param>
    /// <param name="listing">All its files, where the hub has just listed them; or null.</param>
    /// <param name="selection">Which files.</param>
    /// <param name="progress">Told of downloads.</param>
    /// <param name="cancellationToken">Stops the fetching.</param>
    public async Task<HubSnapshot> FetchAsync(
        HubRepository repository, string commit, HubRevision? listing, HubFileSelection selection, IProgress<HubProgress>? progress,
        CancellationToken cancellationToken)
    {
        var cached = await OpenAsync(repository, commit, listing, cancellationToken);
        if (await FindAsync(cached, repository, commit, selection, progress, cancellationToken) is { } found)
            return found;
        if (cached.Listing is null)
            return await FetchAsync(repository, commit, await ListAsync(repository, commit, cancellationToken), selection, progress, cancellationToken);
        return await FillAsync(cached.Local, cached.Listing, listedByHub: true, selection, progress, cancellationToken);
    }

    private async Task<HubSnapshot?> FindAsync(
        CachedCommit cached, HubRepository repository, string commit, HubFileSelection selection, IProgress<HubProgress>? progress,
        CancellationToken cancellationToken)
    {
        if (await cached.InStoreAsync(selection, client.Options.Offline, cancellationToken) is { } stored)
            return new(repository, commit, null, CacheLayout.Folder(repository, commit), stored);
        if (await cached.InLocalCacheAsync(selection, client.Options.Offline, cancellationToken) is not { } files)
            return null;
        return use == LocalCacheUse.InPlace
            ? new(repository, commit, cached.Local!.Folder, "", files)
            : await FillAsync(cached.Local, cached.Listing ?? cached.Local!.Found, cached.Listing is not null, selection, progress, cancellationToken);
    }

    private async Task<CachedCommit> OpenAsync(HubRepository repository, string commit, HubRevision? listing, CancellationToken cancellationToken)
    {
        var manifest = await CacheManifest.ReadAsync(store, repository, commit, cancellationToken);
        return new(store, manifest, LocalCache.FindSnapshot(repository, commit), listing ?? (manifest is { ListedByHub: true } ? manifest.ToRevision() : null));
    }

    private async Task<HubRevision> ListAsync(HubRepository repository, string commit, CancellationToken cancellationToken)
    {
        var listed = await client.ResolveAsync(repository, commit, cancellationToken);
        return listed.Commit == commit
            ? listed
            : throw new HubException(HubFailure.Damaged, $"{repository}@{commit}: the hub answers with another commit, {listed.Commit}. Check HF_ENDPOINT.");
    }

    private Task<HubSnapshot> FillAsync(
        LocalSnapshot? local, HubRevision revision, bool listedByHub, HubFileSelection selection, IProgress<HubProgress>? progress,
        CancellationToken cancellationToken) =>
        _gate.RunAsync(
            CacheLayout.Lease(revision.Repository, revision.Commit),
            token => new EntryFiller(store, client, local, time, progress).FillAsync(revision, listedByHub, selection, token),
            () => progress?.Report(new(revision.Repository, "", 0, 0, $"Another process is fetching {revision.Repository}@{revision.Commit}; waiting for it.")),
            cancellationToken);
}
