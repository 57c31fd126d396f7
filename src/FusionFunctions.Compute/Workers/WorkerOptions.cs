namespace FusionFunctions.Compute.Workers;

/// <summary>How a worker treats the messages of its queue.</summary>
public sealed record WorkerOptions
{
    /// <summary>How long a message is held without a renewal; a killed worker's request is taken up by another after that time.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A request that was delivered so often without a result fails for good.</summary>
    public int MaxDeliveries { get; init; } = 5;

    /// <summary>Before the second try; each later pause is twice the one before.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>No pause between tries is longer.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long an empty queue is left alone at most.</summary>
    public TimeSpan LongestIdle { get; init; } = TimeSpan.FromSeconds(5);
}
