using System.Diagnostics;
using System.Text;
using FusionFunctions.Storage;

namespace FusionFunctions.Pipeline.Compute.Queued;

/// <summary>
/// Which runs want a request done. A run withdraws a wish when it has the answer or waits no longer, and all of them when it is cancelled; a worker
/// drops what nobody wants any more, and what another run asked for as well goes on. A wish also says in which trace the run waits: the request itself has no place for that, since
/// its name is its content.
/// </summary>
public sealed class ComputeWishes(IBlobStore store)
{
    private const int MaxTraceBytes = 256;

    /// <summary>Notes the wish, with the traceparent (W3C Trace Context) of the current span where there is one.</summary>
    /// <exception cref="PipelineException">The run was stopped; parts of it that a host takes up late end by this.</exception>
    public async Task AddAsync(string run, string id, CancellationToken cancellationToken)
    {
        string trace = Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } current } ? current : "";
        // First what the wish is found by when the run withdraws.
        await store.WriteTextAsync(PathOf(run, id), "", BlobWriteMode.Replace, cancellationToken);
        await store.WriteTextAsync(BlobLayout.ComputeWish(id, run), trace, BlobWriteMode.Replace, cancellationToken);
        // Whoever stops the run marks it before looking for wishes: one of the two sees what the other wrote.
        if (await store.FindAsync(BlobLayout.RunStopped(run), cancellationToken) is null)
            return;
        await WithdrawAsync(run, id, cancellationToken);
        throw new PipelineException($"The run {run} was stopped.");
    }

    /// <summary>The run is stopped: it needs nothing any more, and nothing of it that comes late is wanted.</summary>
    public async Task StopAsync(string run, CancellationToken cancellationToken)
    {
        await store.WriteTextAsync(BlobLayout.RunStopped(run), "", BlobWriteMode.Replace, cancellationToken);
        await WithdrawAsync(run, cancellationToken);
    }

    /// <summary>The run is started, perhaps once more.</summary>
    public async Task StartAsync(string run, CancellationToken cancellationToken) => await store.DeleteAsync(BlobLayout.RunStopped(run), cancellationToken);

    /// <summary>Whether any run still waits for the request.</summary>
    public async Task<bool> AnyAsync(string id, CancellationToken cancellationToken)
    {
        await foreach (var _ in store.ListAsync(BlobLayout.ComputeWishes(id), cancellationToken))
            return true;
        return false;
    }

    /// <summary>Who waits for the request, the newest wish first.</summary>
    public async Task<IReadOnlyList<ComputeWish>> ListAsync(string id, CancellationToken cancellationToken)
    {
        var entries = new List<BlobEntry>();
        await foreach (var entry in store.ListAsync(BlobLayout.ComputeWishes(id), cancellationToken))
            entries.Add(entry);
        var wishes = new List<ComputeWish>();
        foreach (var entry in entries.OrderByDescending(entry => entry.LastModified))
            wishes.Add(new(entry.Path.Name, await TraceOfAsync(entry, cancellationToken)));
        return wishes;
    }

    private async Task WithdrawAsync(string run, CancellationToken cancellationToken)
    {
        await foreach (var entry in store.ListAsync(BlobLayout.RunRequests(run), cancellationToken))
            await WithdrawAsync(run, entry.Path.Name, cancellationToken);
    }

    /// <summary>The run does not need the request any more.</summary>
    public async Task WithdrawAsync(string run, string id, CancellationToken cancellationToken)
    {
        await store.DeleteAsync(BlobLayout.ComputeWish(id, run), cancellationToken);
        await store.DeleteAsync(PathOf(run, id), cancellationToken);
    }

    private static BlobPath PathOf(string run, string id) => BlobPath.Parse($"{BlobLayout.RunRequests(run)}/{id}");

    // What is no traceparent is nobody's trace, and no reason to fail.
    private async Task<ActivityContext?> TraceOfAsync(BlobEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Length is 0 or > MaxTraceBytes)
            return null;
        try
        {
            byte[] bytes = await store.ReadBytesAsync(entry.Path, MaxTraceBytes, cancellationToken);
            return ActivityContext.TryParse(Encoding.ASCII.GetString(bytes), null, isRemote: true, out var trace) ? trace : null;
        }
        catch (StorageException)
        {
            return null;
        }
    }
}
