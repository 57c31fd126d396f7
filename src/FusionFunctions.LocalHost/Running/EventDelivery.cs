using FusionFunctions.LocalHost.Journals;

namespace FusionFunctions.LocalHost.Running;

/// <summary>Gives each input event to the orchestrators, in the order of the journal, whether it is new or replayed.</summary>
internal sealed class EventDelivery(RunRequest request, RunScope run, InstanceTree instances)
{
    /// <summary>How the run's own orchestrator ended; from then on events are recorded and reach nobody.</summary>
    public OrchestrationEnd? End { get; private set; }

    /// <param name="notBefore">The event happened no earlier, whatever the clock says.</param>
    public void Record(JournalEvent input, DateTime notBefore = default)
    {
        var now = run.Clock.Now;
        input = input with { At = now > notBefore ? now : notBefore };
        run.Journal.Append(input);
        Deliver(input);
    }

    public void Deliver(JournalEvent input)
    {
        run.Now = input.At > run.Now ? input.At : run.Now;
        if (End is not null)
            return;
        run.Pump.Run(() => run.Guard(() => Apply(input)));
        if (run.Fault is not null)
            throw run.Fault;
    }

    private bool Apply(JournalEvent input)
    {
        switch (input)
        {
            case RunStarted or RunRestarted:
                run.StartedAt = input is RunStarted ? input.At : run.StartedAt;
                instances.Start(request.Instance, request.Orchestrator, request.Input, parent: null, end => End = end);
                break;
            case ActivityCompleted completed:
                run.Activities.Apply(completed);
                break;
            case ActivityAttemptFailed failed:
                run.Activities.Apply(failed);
                break;
            case ActivityFailed failed:
                run.Activities.Apply(failed);
                break;
            case TimerFired fired:
                run.Timers.Apply(fired);
                break;
            case EventRaised raised:
                instances.Apply(raised);
                break;
        }
        return true;
    }
}
