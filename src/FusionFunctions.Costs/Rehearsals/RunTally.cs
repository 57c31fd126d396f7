namespace FusionFunctions.Costs.Rehearsals;

/// <summary>Counts what a rehearsed run calls.</summary>
internal sealed class RunTally
{
    private readonly SortedDictionary<string, long> _activities = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, OrchestrationTally> _orchestrations = new(StringComparer.Ordinal);

    /// <summary>Calls by the activity's name.</summary>
    public IReadOnlyDictionary<string, long> Activities => _activities;

    /// <summary>By the orchestrator's name.</summary>
    public IReadOnlyDictionary<string, OrchestrationTally> Orchestrations => _orchestrations;

    public long Timers { get; private set; }

    /// <summary>Shards whose scores are read to be joined.</summary>
    public long ScoredShards { get; private set; }

    public void Activity(string name) => _activities[name] = _activities.GetValueOrDefault(name) + 1;

    public void Timer() => Timers++;

    public void Scored(int shards) => ScoredShards += shards;

    public void Ended(string name, HistorySize history) =>
        _orchestrations[name] = _orchestrations.TryGetValue(name, out var before) ? before.With(history) : new(1, history.Episodes, history.Events, history);
}

/// <param name="Instances">How many there are.</param>
/// <param name="Episodes">Of all of them together, at most.</param>
/// <param name="Events">Of all of them together, at most.</param>
/// <param name="Largest">The history with the most events.</param>
public sealed record OrchestrationTally(long Instances, long Episodes, long Events, HistorySize Largest)
{
    internal OrchestrationTally With(HistorySize history) => new(
        Instances + 1, Episodes + history.Episodes, Events + history.Events, history.Events > Largest.Events ? history : Largest);
}
