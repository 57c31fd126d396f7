using FusionFunctions.LocalHost.Running;
using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.LocalHost;

/// <summary>The orchestrators and activities that a host can run, by name.</summary>
public sealed class OrchestrationRegistry
{
    private readonly Dictionary<string, OrchestratorCall> _orchestrators = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ActivityCall> _activities = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">The name is taken.</exception>
    public OrchestrationRegistry AddOrchestrator<TInput, TOutput>(string name, IOrchestrator<TInput, TOutput> orchestrator)
    {
        _orchestrators.Add(name, async (context, input, payloads) =>
            payloads.Write(await orchestrator.RunAsync(context, payloads.Read<TInput>(input)), $"The result of orchestrator '{name}'"));
        return this;
    }

    /// <exception cref="ArgumentException">The name is taken.</exception>
    public OrchestrationRegistry AddActivity<TInput, TOutput>(string name, IActivity<TInput, TOutput> activity)
    {
        _activities.Add(name, async (input, payloads, cancellationToken) =>
            payloads.Write(await activity.RunAsync(payloads.Read<TInput>(input), cancellationToken), $"The result of activity '{name}'"));
        return this;
    }

    internal OrchestratorCall Orchestrator(string name) =>
        _orchestrators.TryGetValue(name, out var call) ? call : throw Unknown("orchestrator", name, _orchestrators.Keys);

    internal ActivityCall Activity(string name) =>
        _activities.TryGetValue(name, out var call) ? call : throw Unknown("activity", name, _activities.Keys);

    private static LocalHostException Unknown(string kind, string name, IEnumerable<string> known) =>
        new($"There is no {kind} '{name}' in this host; it has {string.Join(", ", known.Order(StringComparer.Ordinal))}.");
}
