using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.Pipeline.Compute;

/// <summary>Submits a request and waits for it with durable timers, so that no call is held open while a machine works.</summary>
internal static class ComputeMonitor
{
    /// <summary>A request that nobody finished while it was waited for so long fails. The time in which no host was there to wait does not count.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromHours(24);

    private static readonly TimeSpan s_firstWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(2);

    // What is done is noticed within half as long again as it took.
    private const double Growth = 1.5;

    /// <exception cref="ActivityFailedException">The work failed for good, with the type and the reason that the machine gave.</exception>
    public static async Task<ComputeOutcome> RunAsync(IOrchestrationContext context, ComputeRequest request)
    {
        var ticket = await context.CallActivityAsync<ComputeTicket>(StepNames.SubmitCompute, request, Retries.Activity);
        var waited = TimeSpan.Zero;
        for (var wait = s_firstWait; ticket is { Outcome: null, Failure: null }; wait = wait * Growth < s_longestWait ? wait * Growth : s_longestWait)
        {
            await context.CreateTimer(wait);
            waited += wait;
            bool isLast = waited >= Deadline;
            ticket = await context.CallActivityAsync<ComputeTicket>(StepNames.PollCompute, new PollComputeInput(request.Run, ticket.Id, isLast), Retries.Activity);
            if (isLast && ticket is { Outcome: null, Failure: null })
                throw new ActivityFailedException(
                    StepNames.PollCompute, nameof(TimeoutException),
                    $"No worker finished it within {Deadline.TotalHours} hours (request {ticket.Id}). "
                    + "Check that workers read this queue and store, then run again.");
        }
        return ticket.Failure is { } failure
            ? throw new ActivityFailedException(StepNames.SubmitCompute, failure.ErrorType, failure.Reason)
            : ticket.Outcome!;
    }
}
