using System.Text.Json;
using FusionFunctions.Pipeline.Orchestration;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace FusionFunctions.App.Durable;

/// <summary>Durable Task's context behind the pipeline's port.</summary>
internal sealed class DurableOrchestrationContext(TaskOrchestrationContext context) : IOrchestrationContext
{
    private int _children;

    public string InstanceId => context.InstanceId;

    public DateTime CurrentUtcDateTime => context.CurrentUtcDateTime;

    public bool IsReplaying => context.IsReplaying;

    public Task<TResult> CallActivityAsync<TResult>(string name, object? input, RetryOptions? retry = null) =>
        ResultAsync(() => context.CallActivityAsync<TResult>(name, input, new TaskOptions(DurableFailures.Retry(retry))));

    /// <summary>Children are named after their parent, so that a run can be stopped with all that belongs to it.</summary>
    public Task<TResult> CallSubOrchestratorAsync<TResult>(string name, object? input, string? instanceId = null, RetryOptions? retry = null) =>
        ResultAsync(() => context.CallSubOrchestratorAsync<TResult>(
            name, input, new SubOrchestrationOptions(DurableFailures.Retry(retry), instanceId ?? $"{InstanceId}:{++_children}")));

    public Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken = default) => context.CreateTimer(delay, cancellationToken);

    public Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) =>
        context.WaitForExternalEvent<T>(eventName, cancellationToken);

    public void SetCustomStatus(object? status) => context.SetCustomStatus(status);

    public Guid NewGuid() => context.NewGuid();

    public ILogger CreateReplaySafeLogger(string categoryName) => context.CreateReplaySafeLogger(categoryName);

    private static async Task<TResult> ResultAsync<TResult>(Func<Task<TResult>> call, bool isLast = false)
    {
        try
        {
            return await call();
        }
        // The timer of a host that died before it noted what it had set can come in the place of a result. What the step made is found.
        catch (JsonException) when (!isLast)
        {
            return await ResultAsync(call, isLast: true);
        }
        catch (TaskFailedException e)
        {
            throw DurableFailures.Translate(e);
        }
    }
}
