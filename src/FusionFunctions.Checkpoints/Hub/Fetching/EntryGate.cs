using System.Collections.Concurrent;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Hub.Fetching;

/// <summary>Lets one at a time fill a cache entry: inside this process by a semaphore, among processes by a lease in the store.</summary>
internal sealed class EntryGate(IBlobStore store, TimeProvider time)
{
    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<BlobPath, SemaphoreSlim> _inside = new();

    /// <param name="path">The entry's lease.</param>
    /// <param name="work">What to do alone; its token ends with the lease.</param>
    /// <param name="waiting">Called when another process is in.</param>
    /// <param name="cancellationToken">Stops the waiting and the work.</param>
    public async Task<T> RunAsync<T>(BlobPath path, Func<CancellationToken, Task<T>> work, Action waiting, CancellationToken cancellationToken)
    {
        var inside = _inside.GetOrAdd(path, _ => new SemaphoreSlim(1, 1));
        await inside.WaitAsync(cancellationToken);
        try
        {
            await using var lease = await LeaseAsync(path, waiting, cancellationToken);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.Lost);
            try
            {
                return await work(either.Token);
            }
            catch (OperationCanceledException e) when (lease.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw new HubException(HubFailure.Unavailable,
                    $"The lease '{path}' in {store.Name} was lost, so another process may be fetching now; run again.", e);
            }
        }
        finally
        {
            inside.Release();
        }
    }

    private async Task<IBlobLease> LeaseAsync(BlobPath path, Action waiting, CancellationToken cancellationToken)
    {
        for (bool first = true; ; first = false)
        {
            if (await store.TryLeaseAsync(path, cancellationToken) is { } lease)
                return lease;
            if (first)
                waiting();
            await Task.Delay(s_poll, time, cancellationToken);
        }
    }
}
