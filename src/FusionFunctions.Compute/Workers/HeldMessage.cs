using FusionFunctions.Storage;
using FusionFunctions.Storage.Queues;
using Microsoft.Extensions.Logging;

namespace FusionFunctions.Compute.Workers;

/// <summary>A message that is renewed in the background for as long as its request is worked on, and wanted.</summary>
internal sealed class HeldMessage : IAsyncDisposable
{
    private readonly IWorkQueue _queue;
    private readonly TimeSpan _lease;
    private readonly Func<CancellationToken, Task<bool>> _isWanted;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _renewing;
    private WorkMessage _message;

    /// <param name="queue">Gave the message.</param>
    /// <param name="message">As it was received.</param>
    /// <param name="lease">How long each renewal lasts.</param>
    /// <param name="isWanted">Asked at every renewal.</param>
    /// <param name="log">Hears of renewals that failed.</param>
    public HeldMessage(IWorkQueue queue, WorkMessage message, TimeSpan lease, Func<CancellationToken, Task<bool>> isWanted, ILogger log)
    {
        (_queue, _message, _lease, _isWanted, _log) = (queue, message, lease, isWanted, log);
        Ended = _ended.Token;
        _renewing = RenewAsync();
    }

    /// <summary>Cancelled when there is no more reason to work: the message is someone else's, or nobody wants the result.</summary>
    public CancellationToken Ended { get; }

    /// <summary>Whether another worker may have the message.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Stops renewing.</summary>
    /// <returns>The message with its newest receipt.</returns>
    public async Task<WorkMessage> StopAsync()
    {
        await _stop.CancelAsync();
        await _renewing;
        return _message;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        _ended.Dispose();
    }

    private async Task RenewAsync()
    {
        try
        {
            while (!_ended.IsCancellationRequested)
            {
                await Task.Delay(_lease / 3, _stop.Token);
                await TryRenewAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The work is done.
        }
    }

    private async Task TryRenewAsync()
    {
        try
        {
            // Not cancelled half-way: a renewal whose answer is not heard would leave a receipt that is no longer true.
            if (await _queue.RenewAsync(_message, _lease, CancellationToken.None) is not { } renewed)
            {
                IsLost = true;
                await _ended.CancelAsync();
                return;
            }
            _message = renewed;
            if (!await _isWanted(_stop.Token))
                await _ended.CancelAsync();
        }
        catch (StorageException e)
        {
            _log.RenewalFailed(e.Message);
        }
    }
}
