using FusionFunctions.Compute.Evaluations;
using FusionFunctions.Compute.Merges;
using FusionFunctions.Pipeline.Compute;
using FusionFunctions.Storage;

namespace FusionFunctions.Compute;

/// <summary>Carries requests out at once, in this process.</summary>
public sealed class InProcessBackend(MergeStep merge, EvaluateStep evaluate) : IComputeBackend
{
    private const string Id = "in-process";
    private readonly ComputeSteps _steps = new(merge, evaluate);

    public static InProcessBackend Over(IBlobStore store, ComputeOptions options, IComputeProgress? progress = null) =>
        new(new MergeStep(store, options, progress), new EvaluateStep(store, options, progress));

    public async Task<ComputeTicket> SubmitAsync(ComputeRequest request, CancellationToken cancellationToken) =>
        new(Id, await _steps.RunAsync(request, cancellationToken));

    /// <summary>Never needed: every ticket already has its outcome.</summary>
    public Task<ComputeTicket> PollAsync(PollComputeInput input, CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"Nothing is under way as '{input.Id}'.");
}
