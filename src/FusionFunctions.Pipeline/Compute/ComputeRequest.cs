namespace FusionFunctions.Pipeline.Compute;

/// <summary>Work for a machine that runs models: exactly one of the commands. Small JSON: references and numbers.</summary>
/// <param name="Run">The run that asks; the same work for two runs is the same request.</param>
public sealed record ComputeRequest(string Run, MergeCommand? Merge = null, EvaluateCommand? Evaluate = null);
