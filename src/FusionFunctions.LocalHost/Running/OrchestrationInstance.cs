using System.Diagnostics;
using System.Text.Json;
using FusionFunctions.LocalHost.Journals;
using FusionFunctions.LocalHost.Tracing;
using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.LocalHost.Running;

/// <summary>One attempt of one orchestration.</summary>
/// <param name="id">Its instance id.</param>
/// <param name="name">The orchestrator's name.</param>
/// <param name="parent">What started it; null for the run's own orchestrator.</param>
internal sealed class OrchestrationInstance(string id, string name, OrchestrationInstance? parent)
{
    public string Id { get; } = id;

    public string Name { get; } = name;

    public EventInbox Inbox { get; } = new();

    public List<OrchestrationInstance> Children { get; } = [];

    /// <summary>An instance that has ended hears of nothing any more, and neither do those it started.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Null where nobody traces, and as long as all that it did is replayed.</summary>
    public Activity? Span { get; private set; }

    // The run's ends with the run, in whatever process.
    private Activity? OwnSpan => parent is null ? null : Span;

    /// <summary>Something new happens; not only a replay of what another process traced.</summary>
    public void BeginSpan(RunScope run)
    {
        if (Span is not null || HasEnded)
            return;
        parent?.BeginSpan(run);
        Span = parent is null ? run.Span : HostSpans.Orchestration(Name, Id, run.Id, parent.Span);
    }

    /// <param name="ended">Called with the result or the error, unless the instance was ended before.</param>
    public async Task RunAsync(OrchestratorCall call, IOrchestrationContext context, JsonElement input, RunScope run, Action<OrchestrationEnd> ended)
    {
        OrchestrationEnd end;
        try
        {
            end = new(await call(context, input, run.Payloads), null);
        }
        catch (Exception e)
        {
            end = new(default, JournalError.Of(e));
        }
        if (HasEnded || run.Fault is not null)
            return;
        run.Guard(() =>
        {
            OwnSpan.Complete(end.Error);
            ended(end);
            return true;
        });
    }

    public void End()
    {
        HasEnded = true;
        OwnSpan.BreakOff();
        foreach (var child in Children.Where(child => !child.HasEnded))
            child.End();
    }
}
