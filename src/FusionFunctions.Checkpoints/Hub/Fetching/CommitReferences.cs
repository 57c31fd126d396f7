using System.Text;
using FusionFunctions.Checkpoints.Hub.Cache;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Hub.Fetching;

/// <summary>Remembers in the store which commit a branch or tag stood for, for runs without the network.</summary>
internal sealed class CommitReferences(IBlobStore store)
{
    private const int MaxBytes = 100;

    /// <returns>Null where it was never asked for.</returns>
    public async Task<string?> ReadAsync(HubRepository repository, string revision, CancellationToken cancellationToken)
    {
        var path = CacheLayout.Reference(repository, revision);
        if (await store.FindAsync(path, cancellationToken) is null)
            return null;
        string text = Encoding.UTF8.GetString(await store.ReadBytesAsync(path, MaxBytes, cancellationToken)).Trim();
        return HubRevisionName.IsCommit(text) ? text : null;
    }

    public Task WriteAsync(HubRepository repository, string revision, string commit, CancellationToken cancellationToken) =>
        store.WriteTextAsync(CacheLayout.Reference(repository, revision), commit, BlobWriteMode.Replace, cancellationToken);
}
