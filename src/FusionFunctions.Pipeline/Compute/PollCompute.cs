using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.Pipeline.Compute;

/// <summary>Asks how far a request is.</summary>
public sealed class PollCompute(IComputeBackend backend) : IActivity<PollComputeInput, ComputeTicket>
{
    public Task<ComputeTicket> RunAsync(PollComputeInput input, CancellationToken cancellationToken) => backend.PollAsync(input, cancellationToken);
}
