namespace FusionFunctions.Tests.LocalHost;

/// <summary>Time that stands still until somebody waits, and then jumps to the end of that wait.</summary>
internal sealed class JumpingTime(TimeSpan start = default) : TimeProvider
{
    private readonly Lock _lock = new();
    private DateTimeOffset _now = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero) + start;

    public List<TimeSpan> Waits { get; } = [];

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Timer(this, callback, state);

    private void Wait(TimeSpan wait)
    {
        lock (_lock)
        {
            Waits.Add(wait);
            _now += wait;
        }
    }

    private sealed class Timer(JumpingTime time, TimerCallback callback, object? state) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Wait(dueTime);
            callback(state);
            return true;
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
