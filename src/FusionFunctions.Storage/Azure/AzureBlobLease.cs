using Azure;
using Azure.Storage.Blobs.Specialized;

namespace FusionFunctions.Storage.Azure;

/// <summary>
/// A lease that is held, renewed in the background. It runs out a minute after its holder died; a holder that cannot renew it is told
/// before that.
/// </summary>
internal sealed class AzureBlobLease : IBlobLease
{
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_trusted = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan s_renewal = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly BlobLeaseClient _lease;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _renewing;

    /// <param name="path">What is leased.</param>
    /// <param name="lease">Holds the lease's id.</param>
    /// <param name="time">The clock.</param>
    /// <param name="acquired">The clock's timestamp just before the lease was taken.</param>
    public AzureBlobLease(BlobPath path, BlobLeaseClient lease, TimeProvider time, long acquired)
    {
        (Path, _lease, _time, Lost) = (path, lease, time, _lost.Token);
        _renewing = RenewAsync(acquired);
    }

    public BlobPath Path { get; }

    public CancellationToken Lost { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _renewing;
        try
        {
            using var patience = new CancellationTokenSource(s_patience);
            await _lease.ReleaseAsync(cancellationToken: patience.Token);
        }
        catch (Exception)
        {
            // It was lost, or the service is away; then it runs out by itself.
        }
        _stop.Dispose();
        _lost.Dispose();
    }

    private async Task RenewAsync(long renewed)
    {
        try
        {
            do
            {
                await Task.Delay(s_renewal, _time, _stop.Token);
                renewed = await TryRenewAsync(renewed);
            }
            while (Remaining(renewed) > TimeSpan.Zero);
            await _lost.CancelAsync();
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // Disposed; the lease is given back.
        }
    }

    /// <returns>When the lease was last renewed for sure; long ago where it is known to be lost.</returns>
    private async Task<long> TryRenewAsync(long renewed)
    {
        long now = _time.GetTimestamp();
        using var deadline = new CancellationTokenSource(Remaining(renewed), _time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, deadline.Token);
        try
        {
            await _lease.RenewAsync(conditions: null, stop.Token);
            return now;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            return now - (long)(Duration.TotalSeconds * _time.TimestampFrequency);
        }
        catch (Exception) when (!_stop.IsCancellationRequested)
        {
            // Whatever it was, it may pass; until the lease can no longer be trusted there are more tries.
            return renewed;
        }
    }

    private TimeSpan Remaining(long renewed) =>
        s_trusted - _time.GetElapsedTime(renewed) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
}
