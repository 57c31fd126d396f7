namespace FusionFunctions.Tests.Hub.Loopback;

/// <summary>
/// A clock without real waiting. Waits shorter than an hour (backoffs) are over at once, are recorded, and move the clock.
/// Longer ones are time limits; they run out when the test says so.
/// </summary>
internal sealed class TestClock : TimeProvider
{
    public static readonly TimeSpan TimeLimit = TimeSpan.FromHours(1);
    private readonly Lock _lock = new();
    private readonly HashSet<ClockTimer> _limits = [];
    private readonly List<TimeSpan> _waits = [];
    private TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public TimeSpan[] Waits
    {
        get
        {
            lock (_lock)
                return [.. _waits];
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    public void Advance(TimeSpan time)
    {
        lock (_lock)
            _now += time;
    }

    /// <summary>The time limits that are running, or the next to start, run out.</summary>
    public async Task ExpireAsync()
    {
        while (true)
        {
            ClockTimer[] due;
            Task next;
            lock (_lock)
            {
                due = [.. _limits];
                _limits.Clear();
                next = _started.Task;
            }
            foreach (var timer in due)
                timer.Fire();
            if (due.Length > 0)
                return;
            await next.SoonAsync();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ClockTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private void Set(ClockTimer timer, TimeSpan due)
    {
        lock (_lock)
        {
            _limits.Remove(timer);
            if (due == Timeout.InfiniteTimeSpan)
                return;
            if (due >= TimeLimit)
            {
                _limits.Add(timer);
                _started.SetResult();
                _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
                return;
            }
            _waits.Add(due);
            _now += due;
        }
        ThreadPool.QueueUserWorkItem(_ => timer.Fire());
    }

    private sealed class ClockTimer(TestClock clock, TimerCallback callback, object? state) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.Set(this, dueTime);
            return true;
        }

        public void Fire() => callback(state);

        public void Dispose() => clock.Set(this, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
