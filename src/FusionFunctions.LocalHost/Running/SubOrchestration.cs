using System.Text.Json;
using FusionFunctions.LocalHost.Journals;
using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.LocalHost.Running;

/// <summary>A scheduled sub-orchestration through all its attempts, each of which starts from the beginning.</summary>
internal sealed class SubOrchestration(
    RunScope run, InstanceTree instances, OrchestrationInstance parent, long line, OrchestrationScheduled scheduled, RetryOptions? retry)
{
    private readonly TaskCompletionSource<JsonElement> _completion = new();
    private int _attempt;

    public Task<JsonElement> StartAsync()
    {
        Attempt();
        return _completion.Task;
    }

    private void Attempt()
    {
        _attempt++;
        instances.Start(scheduled.Child, scheduled.Name, scheduled.Input, parent, Ended);
    }

    private void Ended(OrchestrationEnd end)
    {
        if (end.Error is not { } error)
        {
            Decide(new OrchestrationCompleted(line, end.Result));
            _completion.TrySetResult(end.Result);
        }
        else if (retry is not null && retry.AllowsAnother(_attempt, error.Type))
        {
            var retryAt = run.Now + retry.DelayAfter(_attempt);
            run.Timers.Add(Decide(new OrchestrationAttemptFailed(line, _attempt, error, retryAt)), parent, retryAt, Attempt);
        }
        else
        {
            Decide(new OrchestrationFailed(line, _attempt, error));
            _completion.TrySetException(error.ToException(scheduled.Name));
        }
    }

    private long Decide(JournalEvent decision) => run.Journal.Decide(decision with { At = run.Clock.Now });
}
