using FusionFunctions.Compute.Devices;
using FusionFunctions.Compute.Evaluations;
using FusionFunctions.Compute.Merges;
using FusionFunctions.Pipeline.Compute;

namespace FusionFunctions.Compute;

/// <summary>Carries out whichever command a request holds.</summary>
public sealed class ComputeSteps(MergeStep merge, EvaluateStep evaluate)
{
    /// <exception cref="LibTorchException">A device has no memory left, or fails.</exception>
    public Task<ComputeOutcome> RunAsync(ComputeRequest request, CancellationToken cancellationToken) => LibTorchException.GuardAsync(() => request switch
    {
        { Merge: { } command } => merge.RunAsync(command, cancellationToken),
        { Evaluate: { } command } => evaluate.RunAsync(command, cancellationToken),
        _ => throw new ArgumentException("The request has no command.", nameof(request)),
    });
}
