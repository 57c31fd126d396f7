namespace FusionFunctions.Checkpoints.Hub;

/// <summary>The hub, or a cache of it, did not give what was asked for.</summary>
public sealed class HubException(HubFailure failure, string message, Exception? innerException = null)
    : CheckpointException(message, innerException)
{
    public HubFailure Failure { get; } = failure;

    /// <summary>How long the server asked to wait before the next try.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
