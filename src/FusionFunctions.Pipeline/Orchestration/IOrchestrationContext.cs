using Microsoft.Extensions.Logging;

namespace FusionFunctions.Pipeline.Orchestration;

/// <summary>
/// What an orchestrator may touch: everything else would not replay. Shaped like Durable Task's TaskOrchestrationContext,
/// so that the embedded host and Azure Durable Functions run the same orchestrators.
/// </summary>
public interface IOrchestrationContext
{
    string InstanceId { get; }

    /// <summary>The time of the event being processed; the same on every replay.</summary>
    DateTime CurrentUtcDateTime { get; }

    /// <summary>True while recorded results are being replayed.</summary>
    bool IsReplaying { get; }

    /// <exception cref="ActivityFailedException">The activity failed and its retries are used up.</exception>
    Task<TResult> CallActivityAsync<TResult>(string name, object? input, RetryOptions? retry = null);

    Task<TResult> CallSubOrchestratorAsync<TResult>(string name, object? input, string? instanceId = null, RetryOptions? retry = null);

    Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken = default);

    Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default);

    void SetCustomStatus(object? status);

    Guid NewGuid();

    /// <summary>A logger that is silent while replaying.</summary>
    ILogger CreateReplaySafeLogger(string categoryName);
}
