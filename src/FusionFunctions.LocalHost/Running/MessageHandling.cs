using FusionFunctions.LocalHost.Journals;
using FusionFunctions.LocalHost.Replay;

namespace FusionFunctions.LocalHost.Running;

/// <summary>Turns what other threads tell into events of the journal.</summary>
internal sealed class MessageHandling(RunScope run, InstanceTree instances, EventDelivery delivery)
{
    private readonly EventReceipts _receipts = new();

    /// <summary>Waits for a message, and handles it and those that came with it.</summary>
    /// <returns>False where the run was cancelled first.</returns>
    public bool Next(int most, CancellationToken cancellationToken)
    {
        var message = run.Mailbox.Take(cancellationToken);
        if (message is null)
            return false;
        for (; message is not null; message = --most > 0 && delivery.End is null ? run.Mailbox.TryTake() : null)
            Handle(message);
        return true;
    }

    /// <summary>Waits for the activities under way to end, and records what they achieved. Failures may come from the stopping: they do not count.</summary>
    public void Drain()
    {
        while (run.Runner.Running > 0)
        {
            var message = run.Mailbox.Take(CancellationToken.None);
            if (message is AttemptEnded { Error: null } succeeded)
                Handle(succeeded);
            else
                SetAside(message);
        }
        Commit();
    }

    /// <summary>Waits for the activities under way to end, and records nothing.</summary>
    public void Abandon()
    {
        while (run.Runner.Running > 0)
            SetAside(run.Mailbox.Take(CancellationToken.None));
        _receipts.Refuse();
    }

    /// <summary>Puts the journal on disk, then lets the effects happen.</summary>
    public void Commit()
    {
        run.Journal.Flush();
        foreach (var effect in run.Effects)
            effect();
        run.Effects.Clear();
        _receipts.Confirm();
    }

    private void Handle(RunMessage message)
    {
        switch (message)
        {
            case AttemptEnded ended:
                Handle(ended);
                break;
            case RetryDue due:
                run.Activities.Ready(due.Activity);
                break;
            case TimerDue due when run.Timers.DueOf(due.Line) is { } fireAt:
                delivery.Record(new TimerFired(due.Line), notBefore: fireAt);
                break;
            case EventArrived arrived:
                Handle(arrived);
                break;
            case ForeignContinuation:
                throw run.Fault ?? Unreplayable.Foreign(instances.Active);
        }
    }

    private void SetAside(RunMessage? message)
    {
        if (message is AttemptEnded)
            run.Runner.Release();
        else if (message is EventArrived arrived)
            EventReceipts.Refuse([arrived]);
    }

    private void Handle(AttemptEnded ended)
    {
        run.Runner.Release();
        var recorded = run.Activities.EventOf(ended);
        run.Effects.Add(() => run.Observer.ActivityEnded(ended.Activity, ended.Duration, recorded));
        delivery.Record(recorded);
        if (recorded is ActivityAttemptFailed)
            run.Activities.Ready(ended.Activity);
    }

    private void Handle(EventArrived arrived)
    {
        if (!instances.IsActive(arrived.Instance))
        {
            EventReceipts.Refuse([arrived]);
            return;
        }
        _receipts.Add(arrived);
        delivery.Record(new EventRaised(arrived.Instance, arrived.Name, arrived.Data));
    }
}
