using System.Text.Json;
using FusionFunctions.LocalHost.Journals;
using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.LocalHost.Running;

/// <summary>One attempt of one orchestration.</summary>
internal sealed class OrchestrationInstance(string id, string name)
{
    public string Id { get; } = id;

    public string Name { get; } = name;

    public EventInbox Inbox { get; } = new();

    public List<OrchestrationInstance> Children { get; } = [];

    /// <summary>An instance that has ended hears of nothing any more, and neither do those it started.</summary>
    public bool HasEnded { get; private set; }

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
            ended(end);
            return true;
        });
    }

    public void End()
    {
        HasEnded = true;
        foreach (var child in Children.Where(child => !child.HasEnded))
            child.End();
    }
}
