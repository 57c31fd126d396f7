using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.Pipeline.Compute;

/// <summary>Submits a request and waits for it with durable timers, so that no call is held open while a machine works.</summary>
internal static class ComputeMonitor
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    public static async Task<ComputeOutcome> RunAsync(IOrchestrationContext context, ComputeRequest request)
    {
        var ticket = await context.CallActivityAsync<ComputeTicket>(StepNames.SubmitCompute, request, Retries.Activity);
        for (var wait = FirstWait; ticket.Outcome is null; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            await context.CreateTimer(wait);
            ticket = await context.CallActivityAsync<ComputeTicket>(StepNames.PollCompute, ticket.Id, Retries.Activity);
        }
        return ticket.Outcome;
    }
}
