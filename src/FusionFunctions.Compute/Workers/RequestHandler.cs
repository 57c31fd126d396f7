using System.Diagnostics;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Compute.Queued;
using FusionFunctions.Storage.Queues;
using Microsoft.Extensions.Logging;

namespace FusionFunctions.Compute.Workers;

/// <summary>
/// One delivery of one request, from message to result. A message is deleted only when its result is in the store, so that a worker
/// that dies at any moment costs a delivery and nothing else.
/// </summary>
internal sealed class RequestHandler(
    ComputeFiles files, ComputeWishes wishes, IWorkQueue queue, CarryOut carryOut, WorkerOptions options, WorkerMetrics metrics,
    ILogger log)
{
    public async Task HandleAsync(WorkMessage message, CancellationToken stopping)
    {
        string id = message.Body;
        if (!ComputeRequestId.IsValid(id))
        {
            log.NoRequest();
            await queue.PoisonAsync(message, stopping);
            return;
        }
        metrics.Delivered(message);
        using var trace = RequestTrace.Begin(queue, message, await RequestTrace.AskersAsync(wishes, id, stopping), log);
        await using var held = new HeldMessage(queue, message, options.Lease, token => wishes.AnyAsync(id, token), log);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping, held.Ended);
        try
        {
            await WorkAsync(id, message.Deliveries, held, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await EndAsync(id, held, stopping.IsCancellationRequested);
        }
        catch (Exception e)
        {
            trace.Failed(e);
            await FailAsync(id, e, await held.StopAsync());
        }
    }

    private async Task WorkAsync(string id, long delivery, HeldMessage held, CancellationToken cancellationToken)
    {
        if (await files.FindResultAsync(id, cancellationToken) is not null)
        {
            log.Dropped(id, "its result is there");
            await queue.DeleteAsync(await held.StopAsync(), cancellationToken);
            return;
        }
        if (!await wishes.AnyAsync(id, cancellationToken))
        {
            await EndAsync(id, held, isStopping: false);
            return;
        }
        using var busy = metrics.Begin();
        try
        {
            await CarryOutAsync(id, delivery, busy, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && IsFinal(e, delivery))
        {
            busy.Failed();
            throw;
        }
        await queue.DeleteAsync(await held.StopAsync(), CancellationToken.None);
    }

    private async Task CarryOutAsync(string id, long delivery, WorkerMetrics.Work busy, CancellationToken cancellationToken)
    {
        var request = await files.ReadRequestAsync(id, cancellationToken);
        busy.Kind = request.Merge is null ? "evaluation" : "merge";
        // Whoever had it before died over it, perhaps for want of memory, and would again.
        if (delivery > options.MaxDeliveries)
            throw new WorkerLostException($"{delivery - 1} workers stopped while they worked on it. Do they have enough memory?");
        log.Received(id, busy.Kind, delivery);
        long started = Stopwatch.GetTimestamp();
        var outcome = await Task.Run(() => carryOut(request, cancellationToken), cancellationToken);
        // What is done is told even by a worker that is about to stop.
        await files.WriteResultAsync(id, ComputeResult.Of(outcome), CancellationToken.None);
        busy.Succeeded(outcome.Done);
        log.Completed(id, Stopwatch.GetElapsedTime(started).TotalSeconds, outcome.Done, outcome.Reused);
    }

    // The worker stops, or there is no more reason to work on this.
    private async Task EndAsync(string id, HeldMessage held, bool isStopping)
    {
        var message = await held.StopAsync();
        if (isStopping)
        {
            log.GivenBack(id);
            await queue.ReleaseAsync(message, TimeSpan.Zero, CancellationToken.None);
            return;
        }
        log.Dropped(id, held.IsLost ? "another worker has it" : "nobody wants it any more");
        if (!held.IsLost)
            await queue.DeleteAsync(message, CancellationToken.None);
    }

    private async Task FailAsync(string id, Exception error, WorkMessage message)
    {
        if (!IsFinal(error, message.Deliveries))
        {
            var pause = Pause(message.Deliveries);
            log.Released(id, pause.TotalSeconds, error.Message);
            await queue.ReleaseAsync(message, pause, CancellationToken.None);
            return;
        }
        log.Failed(id, error.Message);
        string reason = BadInput.Is(error) ? error.Message : $"{error.Message} (Given up after {message.Deliveries} deliveries.)";
        await files.WriteResultAsync(id, ComputeResult.Of(new StepFailure(error.GetType().Name, reason)), CancellationToken.None);
        if (BadInput.Is(error))
            await queue.DeleteAsync(message, CancellationToken.None);
        else
            await queue.PoisonAsync(message, CancellationToken.None);
    }

    private bool IsFinal(Exception error, long delivery) =>
        BadInput.Is(error) || error is WorkerLostException || delivery >= options.MaxDeliveries;

    private TimeSpan Pause(long deliveries)
    {
        double ticks = options.FirstPause.Ticks * Math.Pow(2, deliveries - 1);
        return ticks < options.LongestPause.Ticks ? TimeSpan.FromTicks((long)ticks) : options.LongestPause;
    }
}
