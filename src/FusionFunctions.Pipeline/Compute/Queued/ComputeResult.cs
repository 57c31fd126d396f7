namespace FusionFunctions.Pipeline.Compute.Queued;

/// <summary>What a worker left: exactly one of the two.</summary>
public sealed record ComputeResult(ComputeOutcome? Outcome, StepFailure? Failure)
{
    public static ComputeResult Of(ComputeOutcome outcome) => new(outcome, null);

    public static ComputeResult Of(StepFailure failure) => new(null, failure);
}
