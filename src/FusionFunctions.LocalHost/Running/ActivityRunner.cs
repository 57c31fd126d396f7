namespace FusionFunctions.LocalHost.Running;

/// <summary>Runs attempts on the thread pool, so many at a time, and posts how each one ended.</summary>
internal sealed class ActivityRunner(OrchestrationRegistry registry, Payloads payloads, HostClock clock, Mailbox mailbox, QuietObserver observer, int places)
    : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    public int Running { get; private set; }

    public bool HasPlace => Running < places;

    public void Start(PendingActivity activity)
    {
        var call = registry.Activity(activity.Name);
        var cancellationToken = _cancellation.Token;
        Running++;
        observer.ActivityStarted(activity);
        Task.Run(() => AttemptAsync(call, activity, cancellationToken), CancellationToken.None);
    }

    /// <summary>To be called for each attempt that was posted as ended.</summary>
    public void Release() => Running--;

    public void Cancel() => _cancellation.Cancel();

    public void Dispose() => _cancellation.Dispose();

    private async Task AttemptAsync(ActivityCall call, PendingActivity activity, CancellationToken cancellationToken)
    {
        long started = clock.Timestamp;
        try
        {
            var result = await call(activity.Input, payloads, cancellationToken);
            mailbox.Post(new AttemptEnded(activity, result, null, clock.Since(started)));
        }
        catch (Exception e)
        {
            mailbox.Post(new AttemptEnded(activity, default, e, clock.Since(started)));
        }
    }
}
