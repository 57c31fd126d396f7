namespace FusionFunctions.Pipeline.Compute.Queued;

/// <summary>What a worker left: exactly one of the two.</summary>
public sealed record ComputeResult(ComputeOutcome? Outcome, ComputeFailure? Failure)
{
    public static ComputeResult Of(ComputeOutcome outcome) => new(outcome, null);

    public static ComputeResult Of(ComputeFailure failure) => new(null, failure);
}
