using FusionFunctions.Storage;
using FusionFunctions.Storage.Queues;

namespace FusionFunctions.Pipeline.Compute.Queued;

/// <summary>
/// Hands requests to workers: the request lies in the store, a message in the queue carries its id, and the worker leaves the result
/// beside the request. What is in the store already needs no worker.
/// </summary>
public sealed class QueueBackend(IBlobStore store, IWorkQueue queue) : IComputeBackend
{
    private readonly ComputeFiles _files = new(store);
    private readonly ComputeWishes _wishes = new(store);

    public async Task<ComputeTicket> SubmitAsync(ComputeRequest request, CancellationToken cancellationToken)
    {
        string id = ComputeRequestId.Of(request);
        if (await FinishedWork.FindAsync(store, request, cancellationToken) is { } outcome)
            return new(id, outcome);
        await _files.WriteRequestAsync(id, request, cancellationToken);
        // An older failure does not count against a new try, nor an older success whose files are gone.
        await _files.DeleteResultAsync(id, cancellationToken);
        using var span = RequestSpans.Send(queue, id, request.Run);
        await _wishes.AddAsync(request.Run, id, cancellationToken);
        await queue.SendAsync(id, cancellationToken);
        return new(id, null);
    }

    public async Task<ComputeTicket> PollAsync(PollComputeInput input, CancellationToken cancellationToken)
    {
        var result = await _files.FindResultAsync(input.Id, cancellationToken);
        if (result is not null || input.IsLast)
            await _wishes.WithdrawAsync(input.Run, input.Id, cancellationToken);
        return new(input.Id, result?.Outcome, result?.Failure);
    }
}
