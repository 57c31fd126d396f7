using FusionFunctions.Pipeline.Orchestration;
using FusionFunctions.Pipeline.Runs;
using Microsoft.Extensions.Logging;

namespace FusionFunctions.Tests.Pipeline;

/// <summary>A context for code that tells its status and looks at the clock, and does nothing else.</summary>
internal sealed class NotedStatus : IOrchestrationContext
{
    public RunStatus Last { get; private set; } = null!;

    public DateTime CurrentUtcDateTime { get; set; } = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    public string InstanceId => "run";

    public bool IsReplaying => false;

    public void SetCustomStatus(object? status) => Last = Assert.IsType<RunStatus>(status);

    public Task<TResult> CallActivityAsync<TResult>(string name, object? input, RetryOptions? retry = null) => throw Unexpected(name);

    public Task<TResult> CallSubOrchestratorAsync<TResult>(string name, object? input, string? instanceId = null, RetryOptions? retry = null) =>
        throw Unexpected(name);

    public Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken = default) => throw Unexpected("a timer");

    public Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) => throw Unexpected(eventName);

    public Guid NewGuid() => throw Unexpected("a guid");

    public ILogger CreateReplaySafeLogger(string categoryName) => throw Unexpected(categoryName);

    private static InvalidOperationException Unexpected(string what) => new($"Nobody should ask for {what}.");
}
