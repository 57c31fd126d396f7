namespace FusionFunctions.LocalHost.Running;

/// <summary>The host's time, and alarms of any length on it.</summary>
internal sealed class HostClock(TimeProvider time)
{
    /// <summary>Timers of the platform take no more than about 49 days.</summary>
    private static readonly TimeSpan s_longestWait = TimeSpan.FromDays(30);

    public DateTime Now => time.GetUtcNow().UtcDateTime;

    public long Timestamp => time.GetTimestamp();

    public TimeSpan Since(long timestamp) => time.GetElapsedTime(timestamp);

    /// <summary>Calls back once, from some thread, when it is <paramref name="due"/>.</summary>
    public IDisposable Alarm(DateTime due, Action callback)
    {
        ITimer? timer = null;
        timer = time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Wake();
        return timer;

        void Wake()
        {
            var left = due - Now;
            if (left <= TimeSpan.Zero)
                callback();
            else
                timer!.Change(left < s_longestWait ? left : s_longestWait, Timeout.InfiniteTimeSpan);
        }
    }
}
