using System.Collections.Concurrent;
using System.Text.Json;
using FusionFunctions.LocalHost.Journals;
using FusionFunctions.LocalHost.Tracing;

namespace FusionFunctions.LocalHost.Running;

/// <summary>The orchestrations of a run that have not ended, by instance id.</summary>
/// <param name="reachable">Where other threads find the mailbox of an instance.</param>
internal sealed class InstanceTree(RunScope run, ConcurrentDictionary<string, Mailbox> reachable)
{
    private readonly Dictionary<string, OrchestrationInstance> _active = new(StringComparer.Ordinal);

    public bool AwaitsEvents => _active.Values.Any(instance => instance.Inbox.IsAwaited);

    public IEnumerable<string> Active => _active.Values.Select(instance => $"'{instance.Name}' (instance '{instance.Id}')");

    public bool IsActive(string id) => _active.ContainsKey(id);

    /// <summary>Runs an orchestrator until it waits for the first time, or ends.</summary>
    public void Start(string id, string name, JsonElement input, OrchestrationInstance? parent, Action<OrchestrationEnd> ended)
    {
        var call = run.Registry.Orchestrator(name);
        var instance = new OrchestrationInstance(id, name, parent);
        if (!_active.TryAdd(id, instance))
            throw new LocalHostException($"Orchestrator '{name}' is to start as instance '{id}', which is still running; choose another id.");
        reachable.TryAdd(id, run.Mailbox);
        parent?.Children.Add(instance);
        if (!run.Journal.IsReplaying)
            instance.BeginSpan(run);
        foreach (var raised in run.Earlier.EventsFor(id))
            instance.Inbox.Deliver(raised.Name, raised.Data);
        _ = instance.RunAsync(call, new OrchestrationContext(run, this, instance), input, run, end =>
        {
            instance.End();
            RemoveEnded();
            ended(end);
        });
    }

    public void Apply(EventRaised raised)
    {
        if (_active.TryGetValue(raised.Instance, out var instance))
            instance.Inbox.Deliver(raised.Name, raised.Data);
    }

    /// <summary>What is replayed and not ended goes on from here.</summary>
    public void BeginSpans()
    {
        foreach (var instance in _active.Values)
            instance.BeginSpan(run);
    }

    /// <summary>Other threads reach the run's instances no more.</summary>
    public void Clear()
    {
        foreach (var (id, instance) in _active)
        {
            instance.Span.BreakOff();
            reachable.TryRemove(new(id, run.Mailbox));
        }
    }

    private void RemoveEnded()
    {
        foreach (var (id, instance) in _active)
            if (instance.HasEnded && _active.Remove(id))
                reachable.TryRemove(new(id, run.Mailbox));
    }
}
