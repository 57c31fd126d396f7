using FusionFunctions.LocalHost.Journals;

namespace FusionFunctions.LocalHost.Running;

/// <summary>The scheduled activities: which wait for a free place, which run, which wait for another attempt.</summary>
internal sealed class ActivityBoard(ActivityRunner runner, HostClock clock, Mailbox mailbox, string journal)
{
    private readonly Dictionary<long, PendingActivity> _pending = [];
    private readonly Queue<PendingActivity> _unstarted = new();

    public bool IsEmpty => !_pending.Values.Any(activity => !activity.Owner.HasEnded);

    public void Add(PendingActivity activity)
    {
        _pending.Add(activity.Line, activity);
        _unstarted.Enqueue(activity);
    }

    public void Ready(PendingActivity activity) => _unstarted.Enqueue(activity);

    /// <summary>Starts what may start now, as far as there are places.</summary>
    public void Start()
    {
        while (runner.HasPlace && _unstarted.TryDequeue(out var activity))
            if (activity.Owner.HasEnded)
                _pending.Remove(activity.Line);
            else if (!_pending.ContainsKey(activity.Line))
                continue;
            else if (activity.NotBefore > clock.Now)
                activity.Alarm = clock.Alarm(activity.NotBefore, () => mailbox.Post(new RetryDue(activity)));
            else
                runner.Start(activity);
    }

    /// <summary>The event that records how an attempt ended.</summary>
    public JournalEvent EventOf(AttemptEnded ended)
    {
        var activity = ended.Activity;
        if (ended.Error is null)
            return new ActivityCompleted(activity.Line, ended.Result);
        var error = JournalError.Of(ended.Error);
        return activity.Retry is { } retry && retry.AllowsAnother(activity.Attempt, error.Type)
            ? new ActivityAttemptFailed(activity.Line, activity.Attempt, error, clock.Now + retry.DelayAfter(activity.Attempt))
            : new ActivityFailed(activity.Line, activity.Attempt, error);
    }

    public void Apply(ActivityAttemptFailed failed)
    {
        var activity = Find(failed.Scheduled);
        (activity.Attempt, activity.NotBefore) = (failed.Attempt + 1, failed.RetryAt);
    }

    public void Apply(ActivityCompleted completed) => Resolve(completed.Scheduled, activity => activity.Completion.TrySetResult(completed.Result));

    public void Apply(ActivityFailed failed) =>
        Resolve(failed.Scheduled, activity => activity.Completion.TrySetException(failed.Error.ToException(activity.Name)));

    public void Clear()
    {
        foreach (var activity in _pending.Values)
            activity.Alarm?.Dispose();
    }

    private void Resolve(long line, Action<PendingActivity> resolve)
    {
        var activity = Find(line);
        _pending.Remove(line);
        if (!activity.Owner.HasEnded)
            resolve(activity);
    }

    private PendingActivity Find(long line) => _pending.TryGetValue(line, out var activity) ? activity : throw new JournalException(
        $"The journal '{journal}' tells of an activity of line {line} that is not under way; delete the journal to start the run anew.");
}
