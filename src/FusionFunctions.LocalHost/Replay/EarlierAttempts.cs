using System.Text.Json;
using FusionFunctions.LocalHost.Journals;

namespace FusionFunctions.LocalHost.Replay;

/// <summary>
/// What earlier attempts of a failed run leave to the next one: every success, found again by who asked for what, and the events
/// that were raised. Equal calls take their results in the order in which they were scheduled.
/// </summary>
internal sealed class EarlierAttempts
{
    private readonly SortedDictionary<long, Call> _scheduled = [];
    private readonly Dictionary<long, JsonElement> _results = [];
    private readonly List<EventRaised> _events = [];
    private Dictionary<Call, Queue<JsonElement>>? _successes;

    public void Add(long line, JournalEvent earlier)
    {
        switch (earlier)
        {
            case ActivityScheduled e:
                _scheduled[line] = Call.Of(e);
                break;
            case OrchestrationScheduled e:
                _scheduled[line] = Call.Of(e);
                break;
            case ActivityCompleted e:
                _results[e.Scheduled] = e.Result;
                break;
            case OrchestrationCompleted e:
                _results[e.Scheduled] = e.Result;
                break;
            case EventRaised e:
                _events.Add(e);
                break;
        }
    }

    public JsonElement? Take(Call call) =>
        (_successes ??= Successes()).TryGetValue(call, out var results) && results.TryDequeue(out var result) ? result : null;

    public IEnumerable<EventRaised> EventsFor(string instance) => _events.Where(raised => raised.Instance == instance);

    private Dictionary<Call, Queue<JsonElement>> Successes() => _scheduled
        .Where(entry => _results.ContainsKey(entry.Key))
        .GroupBy(entry => entry.Value, entry => _results[entry.Key])
        .ToDictionary(group => group.Key, group => new Queue<JsonElement>(group));

    /// <param name="Child">The instance id of a sub-orchestration; null for an activity.</param>
    internal readonly record struct Call(string Instance, string Name, string? Child, string Input)
    {
        public static Call Of(ActivityScheduled scheduled) => new(scheduled.Instance, scheduled.Name, null, scheduled.Input.GetRawText());

        public static Call Of(OrchestrationScheduled scheduled) =>
            new(scheduled.Instance, scheduled.Name, scheduled.Child, scheduled.Input.GetRawText());
    }
}
