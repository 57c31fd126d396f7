using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.Pipeline.Compute;

/// <summary>Hands a request to the machines that run models.</summary>
public sealed class SubmitCompute(IComputeBackend backend) : IActivity<ComputeRequest, ComputeTicket>
{
    public Task<ComputeTicket> RunAsync(ComputeRequest input, CancellationToken cancellationToken) => backend.SubmitAsync(input, cancellationToken);
}
