using System.Text.Json;
using FusionFunctions.LocalHost.Journals;
using FusionFunctions.LocalHost.Replay;
using FusionFunctions.Pipeline.Orchestration;
using Microsoft.Extensions.Logging;

namespace FusionFunctions.LocalHost.Running;

/// <summary>What one orchestrator sees. Every call becomes a decision in the journal.</summary>
internal sealed class OrchestrationContext(RunScope run, InstanceTree instances, OrchestrationInstance instance) : IOrchestrationContext
{
    private int _guids;
    private int _children;

    public string InstanceId => instance.Id;

    public DateTime CurrentUtcDateTime => InTurn(() => run.Now);

    public bool IsReplaying => run.Journal.IsReplaying;

    public Task<TResult> CallActivityAsync<TResult>(string name, object? input, RetryOptions? retry = null) =>
        ReadAsync<TResult>(InTurn(() => ActivityAsync(name, input, retry)), $"activity '{name}'");

    public Task<TResult> CallSubOrchestratorAsync<TResult>(string name, object? input, string? instanceId = null, RetryOptions? retry = null) =>
        ReadAsync<TResult>(InTurn(() => SubOrchestrationAsync(name, input, instanceId, retry)), $"sub-orchestration '{name}'");

    public Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken = default) => InTurn(() =>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : TimerAsync(run.Now + delay, cancellationToken);
    });

    public Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) =>
        ReadAsync<T>(InTurn(() => instance.Inbox.WaitAsync(eventName, cancellationToken)), $"event '{eventName}'");

    public void SetCustomStatus(object? status) => InTurn(() =>
    {
        run.SetStatus(instance.Id, run.Payloads.Write(status, "The custom status"));
        return true;
    });

    public Guid NewGuid() => InTurn(() => DeterministicGuid.Of(instance.Id, run.StartedAt, _guids++));

    public ILogger CreateReplaySafeLogger(string categoryName) =>
        new ReplaySafeLogger(run.Loggers.CreateLogger(categoryName), run.Journal, () => instance.Span);

    private Task<JsonElement> ActivityAsync(string name, object? input, RetryOptions? retry)
    {
        run.Registry.Activity(name);
        var scheduled = new ActivityScheduled(instance.Id, name, run.Payloads.Write(input, $"The input of activity '{name}'"));
        long line = Decide(scheduled);
        if (run.Earlier.Take(EarlierAttempts.Call.Of(scheduled)) is { } result)
        {
            Decide(new ActivityCompleted(line, result));
            return Task.FromResult(result);
        }
        var activity = new PendingActivity(line, instance, name, scheduled.Input, retry);
        run.Activities.Add(activity);
        return activity.Completion.Task;
    }

    private Task<JsonElement> SubOrchestrationAsync(string name, object? input, string? instanceId, RetryOptions? retry)
    {
        string child = instanceId ?? $"{instance.Id}:{++_children}";
        var scheduled = new OrchestrationScheduled(instance.Id, child, name, run.Payloads.Write(input, $"The input of orchestrator '{name}'"));
        long line = Decide(scheduled);
        if (run.Earlier.Take(EarlierAttempts.Call.Of(scheduled)) is { } result)
        {
            Decide(new OrchestrationCompleted(line, result));
            return Task.FromResult(result);
        }
        return new SubOrchestration(run, instances, instance, line, scheduled, retry).StartAsync();
    }

    private Task TimerAsync(DateTime fireAt, CancellationToken cancellationToken)
    {
        long line = Decide(new TimerCreated(instance.Id, fireAt));
        var completion = new TaskCompletionSource();
        run.Timers.Add(line, instance, fireAt, () => completion.TrySetResult());
        cancellationToken.Register(() =>
        {
            run.Timers.Remove(line);
            completion.TrySetCanceled(cancellationToken);
        }, useSynchronizationContext: false);
        return completion.Task;
    }

    private long Decide(JournalEvent decision) => run.Journal.Decide(decision with { At = run.Clock.Now });

    private T InTurn<T>(Func<T> step)
    {
        if (run.Pump.IsInTurn)
            return run.Guard(step);
        run.Mailbox.Post(new ForeignContinuation());
        return run.Guard<T>(() => throw Unreplayable.OtherThread(instance.Name, instance.Id));
    }

    private async Task<T> ReadAsync<T>(Task<JsonElement> result, string source)
    {
        var element = await result;
        return run.Guard(() => run.Payloads.ReadResult<T>(element, source));
    }
}
