using FusionFunctions.Pipeline.Compute;

namespace FusionFunctions.Compute.Workers;

/// <summary>Does what a request asks for and leaves it in the store; called on a thread that may be kept busy.</summary>
public delegate Task<ComputeOutcome> CarryOut(ComputeRequest request, CancellationToken cancellationToken);
