using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using FusionFunctions.LocalHost.Journals;
using FusionFunctions.LocalHost.Replay;
using FusionFunctions.LocalHost.Tracing;

namespace FusionFunctions.LocalHost.Running;

/// <summary>One run from its journal's first line to its end, on one thread: begin or replay, then take what happens, one thing at a time.</summary>
internal sealed class OrchestrationRun : IDisposable
{
    /// <summary>How many things may happen between two flushes of the journal.</summary>
    private const int MaxBatch = 64;

    private readonly RunRequest _request;
    private readonly RunScope _run;
    private readonly InstanceTree _instances;
    private readonly EventDelivery _delivery;
    private readonly MessageHandling _messages;
    private readonly IDisposable? _scope;

    public OrchestrationRun(RunRequest request, RunScope run, ConcurrentDictionary<string, Mailbox> reachable)
    {
        (_request, _run, _instances) = (request, run, new(run, reachable));
        _delivery = new(request, run, _instances);
        _messages = new(run, _instances, _delivery);
        _scope = run.Log.ScopeOf(run.Id);
    }

    /// <exception cref="OrchestrationFailedException">The orchestrator failed.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled; its journal can be resumed.</exception>
    public JsonElement Execute(JournalScan scan, CancellationToken cancellationToken)
    {
        Begin(scan);
        while (_run.Journal.NextInput() is { } input)
            _delivery.Deliver(input);
        _instances.BeginSpans();
        _run.TellReplayedStatuses();
        Live(cancellationToken);
        _run.Runner.Cancel();
        _messages.Drain();
        return Conclude(_delivery.End ?? throw new OperationCanceledException("The run was cancelled; run it again to continue.", cancellationToken));
    }

    /// <summary>Returns once no activity of the run is under way any more.</summary>
    public void Dispose()
    {
        _run.Runner.Cancel();
        _messages.Abandon();
        _instances.Clear();
        if (_delivery.End is null)
            RunLog.In(_run.Span, () => _run.Log.Interrupted(_request.Orchestrator));
        _run.Span.BreakOff();
        _run.Dispose();
        _scope?.Dispose();
    }

    private void Begin(JournalScan scan)
    {
        bool failed = scan.Summary.State == JournalState.Failed;
        _run.Span = HostSpans.Run(_request.Orchestrator, _run.Id, scan.Started?.Trace, Activity.Current?.Context);
        RunLog.In(_run.Span, () => TellBeginning(scan));
        _run.Journal.Open(failed ? long.MaxValue : scan.AttemptLine, _run.Earlier.Add);
        _run.StartedAt = scan.Started?.At ?? default;
        if (scan.Started is null)
            _delivery.Record(_request.ToEvent(_run.Span?.Id));
        else if (failed)
            _delivery.Record(new RunRestarted(scan.Summary.Attempts + 1));
    }

    private void Live(CancellationToken cancellationToken)
    {
        do
        {
            _messages.Commit();
            _run.Activities.Start();
            _run.Timers.Arm();
            if (_delivery.End is not null || cancellationToken.IsCancellationRequested)
                return;
            if (_run.Activities.IsEmpty && _run.Timers.IsEmpty && !_instances.AwaitsEvents)
                throw Unreplayable.Idle(_instances.Active);
        }
        while (_messages.Next(MaxBatch, cancellationToken));
    }

    private JsonElement Conclude(OrchestrationEnd end)
    {
        _delivery.Record(end.Error is null ? new RunCompleted(end.Result) : new RunFailed(end.Error));
        _messages.Commit();
        RunLog.In(_run.Span, () => TellEnd(end.Error));
        _run.Span.Complete(end.Error);
        return end.Error is null ? end.Result : throw new OrchestrationFailedException(_request.Orchestrator, end.Error.Type, end.Error.Message);
    }

    private void TellBeginning(JournalScan scan)
    {
        if (scan.Started is null)
            _run.Log.Begun(_request.Orchestrator);
        else
            _run.Log.Resumed(_request.Orchestrator, scan.Summary.Events);
    }

    private void TellEnd(JournalError? error)
    {
        if (error is null)
            _run.Log.Completed(_request.Orchestrator);
        else
            _run.Log.Failed(_request.Orchestrator, error.Message);
    }
}
