using FusionFunctions.Pipeline.Compute;

namespace FusionFunctions.Costs.Rehearsals;

/// <summary>
/// The replicas that read the queue, one request each at a time, the oldest first. When a request is accepted it is known when it will be
/// done; whoever asks earlier hears that it is not.
/// </summary>
internal sealed class RehearsedWorkers(RequestWork work, VirtualClock clock, int replicas, TimeSpan coldStart, WorkerTally tally)
{
    private readonly PriorityQueue<RehearsedReplica, DateTime> _free = new();
    private readonly PriorityQueue<DateTime, DateTime> _starts = new();
    private readonly Dictionary<string, (DateTime Done, ComputeOutcome Outcome)> _requests = [];

    public ComputeTicket Submit(ComputeRequest request, string id)
    {
        if (_free.Count < replicas && tally.Replicas < replicas)
            Wake();
        var replica = _free.Dequeue();
        var start = replica.FreeAt > clock.Now ? replica.FreeAt : clock.Now;
        replica.FreeAt = start + work.Do(request, replica, tally);
        _free.Enqueue(replica, replica.FreeAt);
        _requests[id] = (replica.FreeAt, new(request.Evaluate?.Rows ?? request.Merge!.Variants.Count, 0, []));
        tally.LastEnd = replica.FreeAt > tally.LastEnd ? replica.FreeAt : tally.LastEnd;
        NoteDepth(start);
        return new(id, null);
    }

    public ComputeTicket Poll(string id) =>
        _requests[id] is var (done, outcome) && done <= clock.Now ? new(id, outcome) : new(id, null);

    // Scaling follows the queue, one replica a request, until there are as many as may be.
    private void Wake()
    {
        tally.FirstStart ??= clock.Now;
        tally.Replicas++;
        var replica = new RehearsedReplica { FreeAt = clock.Now + coldStart };
        _free.Enqueue(replica, replica.FreeAt);
    }

    private void NoteDepth(DateTime start)
    {
        while (_starts.TryPeek(out var first, out _) && first <= clock.Now)
            _starts.Dequeue();
        _starts.Enqueue(start, start);
        tally.QueueDepth = Math.Max(tally.QueueDepth, _starts.Count);
    }
}

/// <summary>One replica: when it is free again, and what it holds.</summary>
internal sealed class RehearsedReplica
{
    public DateTime FreeAt { get; set; }

    /// <summary>The model in its memory.</summary>
    public string? Loaded { get; set; }

    /// <summary>The folders on its disk.</summary>
    public HashSet<string> Downloaded { get; } = new(StringComparer.Ordinal);
}
