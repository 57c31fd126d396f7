using FusionFunctions.LocalHost.Journals;

namespace FusionFunctions.LocalHost.Running;

/// <summary>The timers that were created and have not fired: those of orchestrators, and the waits before a sub-orchestration's next attempt.</summary>
internal sealed class TimerBoard(HostClock clock, Mailbox mailbox, string journal)
{
    private readonly Dictionary<long, Timer> _timers = [];
    private readonly List<long> _unarmed = [];

    public bool IsEmpty => !_timers.Values.Any(timer => !timer.Owner.HasEnded);

    public void Add(long line, OrchestrationInstance owner, DateTime due, Action fire)
    {
        _timers.Add(line, new(owner, due, fire));
        _unarmed.Add(line);
    }

    public void Remove(long line)
    {
        if (_timers.Remove(line, out var timer))
            timer.Alarm?.Dispose();
    }

    /// <returns>Null where nobody waits for the timer any more.</returns>
    public DateTime? DueOf(long line) => _timers.TryGetValue(line, out var timer) && !timer.Owner.HasEnded ? timer.Due : null;

    /// <summary>Lets the new timers run.</summary>
    public void Arm()
    {
        foreach (long line in _unarmed)
            if (_timers.TryGetValue(line, out var timer))
                timer.Alarm = clock.Alarm(timer.Due, () => mailbox.Post(new TimerDue(line)));
        _unarmed.Clear();
    }

    public void Apply(TimerFired fired)
    {
        if (!_timers.TryGetValue(fired.Scheduled, out var timer))
            throw new JournalException(
                $"The journal '{journal}' tells of a timer of line {fired.Scheduled} that is not running; delete the journal to start the run anew.");
        Remove(fired.Scheduled);
        if (!timer.Owner.HasEnded)
            timer.Fire();
    }

    public void Clear()
    {
        foreach (long line in _timers.Keys.ToArray())
            Remove(line);
    }

    private sealed record Timer(OrchestrationInstance Owner, DateTime Due, Action Fire)
    {
        public IDisposable? Alarm { get; set; }
    }
}
