using FusionFunctions.Pipeline.Runs;

namespace FusionFunctions.Http.Runs;

/// <summary>Where a run stands.</summary>
/// <param name="Id">The run's name.</param>
/// <param name="Progress">Its last status, or null before the first.</param>
/// <param name="Result">Of a completed run.</param>
/// <param name="Error">Of a failed run.</param>
/// <param name="Ended">When it ended; null while it goes on.</param>
public sealed record RunInfo(string Id, RunPhase Phase, RunStatus? Progress = null, RunResult? Result = null, string? Error = null, DateTimeOffset? Ended = null)
{
    public bool HasEnded => Phase is RunPhase.Completed or RunPhase.Failed or RunPhase.Terminated;
}
