namespace FusionFunctions.Pipeline.Compute;

/// <summary>A request that was accepted.</summary>
/// <param name="Id">To ask for it again.</param>
/// <param name="Outcome">Null while the work is not finished, and where it failed.</param>
/// <param name="Failure">Why it failed, or null.</param>
public sealed record ComputeTicket(string Id, ComputeOutcome? Outcome, StepFailure? Failure = null);
