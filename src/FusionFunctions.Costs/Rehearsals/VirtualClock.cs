namespace FusionFunctions.Costs.Rehearsals;

/// <summary>Time that passes only while everybody waits: the next moment is the one that the first waiter asked for.</summary>
internal sealed class VirtualClock
{
    private readonly PriorityQueue<DateTime, DateTime> _moments = new();
    private readonly Dictionary<DateTime, List<TaskCompletionSource>> _waiters = [];

    public static DateTime Start { get; } = DateTime.UnixEpoch;

    public DateTime Now { get; private set; } = Start;

    public Task WaitAsync(TimeSpan delay)
    {
        var moment = Now + delay;
        if (!_waiters.TryGetValue(moment, out var waiters))
        {
            _waiters[moment] = waiters = [];
            _moments.Enqueue(moment, moment);
        }
        // Whoever waits goes on inside TrySetResult, so that everything happens on one thread and in one order.
        var waiter = new TaskCompletionSource();
        waiters.Add(waiter);
        return waiter.Task;
    }

    /// <summary>Lets time pass until nobody waits any more.</summary>
    public void Run(CancellationToken cancellationToken)
    {
        while (_moments.TryDequeue(out var moment, out _))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Now = moment;
            _waiters.Remove(moment, out var waiters);
            foreach (var waiter in waiters!)
                waiter.TrySetResult();
        }
    }
}
