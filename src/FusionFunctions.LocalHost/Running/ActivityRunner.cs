using FusionFunctions.LocalHost.Journals;
using FusionFunctions.LocalHost.Tracing;

namespace FusionFunctions.LocalHost.Running;

/// <summary>Runs attempts on the thread pool, so many at a time, and posts how each one ended.</summary>
internal sealed class ActivityRunner(RunScope run, int places) : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    public int Running { get; private set; }

    public bool HasPlace => Running < places;

    public void Start(PendingActivity activity)
    {
        var call = run.Registry.Activity(activity.Name);
        var cancellationToken = _cancellation.Token;
        Running++;
        run.Observer.ActivityStarted(activity);
        Task.Run(() => AttemptAsync(call, activity, cancellationToken), CancellationToken.None);
    }

    /// <summary>To be called for each attempt that was posted as ended.</summary>
    public void Release() => Running--;

    public void Cancel() => _cancellation.Cancel();

    public void Dispose() => _cancellation.Dispose();

    private async Task AttemptAsync(ActivityCall call, PendingActivity activity, CancellationToken cancellationToken)
    {
        long started = run.Clock.Timestamp;
        using var span = HostSpans.Attempt(activity.Name, activity.Owner.Id, activity.Attempt, run.Id, activity.Owner.Span);
        AttemptEnded ended;
        try
        {
            var result = await call(activity.Input, run.Payloads, cancellationToken);
            ended = new(activity, result, null, run.Clock.Since(started));
            span.Complete(error: null);
        }
        catch (Exception e)
        {
            ended = new(activity, default, e, run.Clock.Since(started));
            if (cancellationToken.IsCancellationRequested)
                span.BreakOff();
            else
            {
                run.Log.AttemptFailed(activity.Name, activity.Attempt, e.Message);
                span.Complete(JournalError.Of(e));
            }
        }
        run.Mailbox.Post(ended);
    }
}
