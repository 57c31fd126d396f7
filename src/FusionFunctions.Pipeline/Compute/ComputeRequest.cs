namespace FusionFunctions.Pipeline.Compute;

/// <summary>Work for a machine that runs models: exactly one of the commands. Small JSON: references and numbers.</summary>
public sealed record ComputeRequest(MergeCommand? Merge = null, EvaluateCommand? Evaluate = null);
