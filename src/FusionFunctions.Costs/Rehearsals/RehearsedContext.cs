using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Evaluations;
using FusionFunctions.Pipeline.Orchestration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FusionFunctions.Costs.Rehearsals;

/// <summary>
/// Lets the orchestrators themselves run, with activities that only pretend and a clock that jumps: what they call is counted, so the
/// counts are those of the code.
/// </summary>
internal sealed class RehearsedContext(RehearsedSteps steps, VirtualClock clock, RunTally tally, InstanceHistory history, string instance) : IOrchestrationContext
{
    private int _children;

    public string InstanceId => instance;

    public DateTime CurrentUtcDateTime => clock.Now;

    public bool IsReplaying => false;

    public Task<TResult> CallActivityAsync<TResult>(string name, object? input, RetryOptions? retry = null)
    {
        object? result = steps.Answer(name, input);
        history.Called(PayloadSize.Of(input), PayloadSize.Of(result));
        tally.Activity(name);
        tally.Scored((input as ScoreTaskInput)?.Shards.Count ?? 0);
        return Task.FromResult((TResult)result!);
    }

    public async Task<TResult> CallSubOrchestratorAsync<TResult>(string name, object? input, string? instanceId = null, RetryOptions? retry = null)
    {
        var child = new InstanceHistory(PayloadSize.Of(input));
        var context = new RehearsedContext(steps, clock, tally, child, instanceId ?? $"{instance}:{++_children}");
        object result = name == StepNames.EvaluateModel
            ? await new EvaluateModel().RunAsync(context, (EvaluateModelInput)input!)
            : await new EvaluateTask().RunAsync(context, (EvaluateTaskInput)input!);
        int size = PayloadSize.Of(result);
        tally.Ended(name, child.End(size));
        history.Called(PayloadSize.Of(input), size);
        return (TResult)result;
    }

    public Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken = default)
    {
        history.Waited();
        tally.Timer();
        return clock.WaitAsync(delay);
    }

    public Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("No orchestrator of the pipeline waits for events.");

    public void SetCustomStatus(object? status)
    {
    }

    public Guid NewGuid() => Guid.Empty;

    public ILogger CreateReplaySafeLogger(string categoryName) => NullLogger.Instance;
}
