namespace FusionFunctions.Pipeline.Compute;

/// <param name="Run">Who asks.</param>
/// <param name="Id">The ticket's.</param>
/// <param name="IsLast">Whether the run waits no longer, whatever the answer is.</param>
public sealed record PollComputeInput(string Run, string Id, bool IsLast = false);
