using System.Text;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Hub.Cache;

/// <summary>Finds the cache's entries by walking over the store's names.</summary>
internal sealed class CacheScan
{
    private const int MaxReferenceBytes = 100;
    private readonly SortedDictionary<(string Repository, string Commit), Found> _entries = [];
    private readonly List<(string Repository, string Revision, string Commit)> _references = [];

    public IEnumerable<CacheEntry> Entries => _entries.Values.Select(found => new CacheEntry(
        found.Repository, found.Commit,
        [.. from reference in _references
            where reference.Repository == found.Repository.Name && reference.Commit == found.Commit
            select reference.Revision],
        found.Files,
        found.Beginnings,
        found.Newest));

    public static async Task<CacheScan> RunAsync(IBlobStore store, HubRepositoryKind kind, CancellationToken cancellationToken)
    {
        var scan = new CacheScan();
        await foreach (var blob in store.ListAsync(CacheLayout.Root(kind), cancellationToken))
            if (CacheLayout.TryParse(blob.Path, out var repository, out string commit, out string rest))
                scan.Add(repository, commit, rest, blob);
            else if (CacheLayout.TryParseReference(blob.Path, out string name, out string revision) && blob.Length <= MaxReferenceBytes)
                scan._references.Add((name, revision, await ReadReferenceAsync(store, blob.Path, cancellationToken)));
        if (store is IResumableStore resumable)
            await foreach (var beginning in resumable.ListKeptAsync(CacheLayout.Root(kind), cancellationToken))
                if (CacheLayout.TryParse(beginning.Path, out var repository, out string commit, out _))
                    scan.FoundFor(repository, commit, beginning).Beginnings.Add(beginning);
        return scan;
    }

    private static async Task<string> ReadReferenceAsync(IBlobStore store, BlobPath path, CancellationToken cancellationToken) =>
        Encoding.UTF8.GetString(await store.ReadBytesAsync(path, MaxReferenceBytes, cancellationToken));

    private void Add(HubRepository repository, string commit, string rest, BlobEntry blob)
    {
        // A lease stays when its entry goes.
        if (rest == CacheLayout.LeaseExtension)
            return;
        var found = FoundFor(repository, commit, blob);
        if (rest != CacheLayout.ManifestExtension)
            found.Files.Add(blob);
    }

    private Found FoundFor(HubRepository repository, string commit, BlobEntry blob)
    {
        var key = (repository.Name, commit);
        if (!_entries.TryGetValue(key, out var found))
            _entries.Add(key, found = new(repository, commit));
        found.Newest = blob.LastModified > found.Newest ? blob.LastModified : found.Newest;
        return found;
    }

    private sealed class Found(HubRepository repository, string commit)
    {
        public HubRepository Repository => repository;

        public string Commit => commit;

        public List<BlobEntry> Files { get; } = [];

        public List<BlobEntry> Beginnings { get; } = [];

        public DateTimeOffset Newest { get; set; }
    }
}
