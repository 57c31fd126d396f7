using FusionFunctions.Storage;

namespace FusionFunctions.Pipeline.Compute.Queued;

/// <summary>
/// Which runs want a request done. A run that is cancelled withdraws its wishes, and a worker drops what nobody wants any more;
/// what another run asked for as well goes on.
/// </summary>
public sealed class ComputeWishes(IBlobStore store)
{
    public async Task AddAsync(string run, string id, CancellationToken cancellationToken)
    {
        await store.WriteTextAsync(BlobLayout.ComputeWish(id, run), "", BlobWriteMode.Replace, cancellationToken);
        await store.WriteTextAsync(BlobPath.Parse($"{BlobLayout.RunRequests(run)}/{id}"), "", BlobWriteMode.Replace, cancellationToken);
    }

    /// <summary>Whether any run still waits for the request.</summary>
    public async Task<bool> AnyAsync(string id, CancellationToken cancellationToken)
    {
        await foreach (var _ in store.ListAsync(BlobLayout.ComputeWishes(id), cancellationToken))
            return true;
        return false;
    }

    /// <summary>The run needs nothing any more; call it when no further requests of it can come.</summary>
    public async Task WithdrawAsync(string run, CancellationToken cancellationToken)
    {
        await foreach (var entry in store.ListAsync(BlobLayout.RunRequests(run), cancellationToken))
        {
            await store.DeleteAsync(BlobLayout.ComputeWish(entry.Path.Name, run), cancellationToken);
            await store.DeleteAsync(entry.Path, cancellationToken);
        }
    }
}
