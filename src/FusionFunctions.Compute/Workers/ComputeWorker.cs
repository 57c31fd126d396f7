using FusionFunctions.Storage;
using FusionFunctions.Storage.Queues;
using Microsoft.Extensions.Logging;

namespace FusionFunctions.Compute.Workers;

/// <summary>Takes requests from a queue, one at a time, until it is stopped; what it works on then is given back.</summary>
public sealed class ComputeWorker(
    IBlobStore store, IWorkQueue queue, CarryOut carryOut, WorkerOptions options, WorkerMetrics metrics, ILogger log)
{
    private static readonly TimeSpan s_firstIdle = TimeSpan.FromMilliseconds(200);
    private readonly RequestHandler _handler = new(new(store), new(store), queue, carryOut, options, metrics, log);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var idle = s_firstIdle;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (await queue.ReceiveAsync(options.Lease, cancellationToken) is { } message)
                {
                    metrics.QueueAnswered();
                    await _handler.HandleAsync(message, cancellationToken);
                    idle = s_firstIdle;
                    continue;
                }
                metrics.QueueAnswered();
            }
            catch (StorageException e)
            {
                log.QueueFailed(e.Message);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
            await Task.Delay(idle, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            idle = idle * 2 < options.LongestIdle ? idle * 2 : options.LongestIdle;
        }
        log.Stopped();
    }
}
