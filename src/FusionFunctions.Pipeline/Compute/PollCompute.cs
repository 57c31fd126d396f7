using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.Pipeline.Compute;

/// <summary>Asks how far a request is.</summary>
public sealed class PollCompute(IComputeBackend backend) : IActivity<string, ComputeTicket>
{
    public Task<ComputeTicket> RunAsync(string input, CancellationToken cancellationToken) => backend.PollAsync(input, cancellationToken);
}
