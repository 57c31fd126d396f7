using System.Collections.Concurrent;
using System.Text.Json;
using FusionFunctions.LocalHost.Journals;
using FusionFunctions.LocalHost.Running;

namespace FusionFunctions.LocalHost;

/// <summary>
/// Runs orchestrators in this process. Each run keeps a journal; after a crash, a cancellation or a failure the same call continues,
/// and what the journal says was done is not done again.
/// </summary>
public sealed class EmbeddedHost
{
    private readonly OrchestrationRegistry _registry;
    private readonly LocalHostOptions _options;
    private readonly Payloads _payloads;
    private readonly ConcurrentDictionary<string, Mailbox> _reachable = new(StringComparer.Ordinal);

    public EmbeddedHost(OrchestrationRegistry registry, LocalHostOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxParallelActivities, 1);
        (_registry, _options, _payloads) = (registry, options, new(options.Json));
    }

    /// <summary>Forgets what was recorded, so that the next call begins the run anew.</summary>
    /// <exception cref="JournalException">The journal is in use or cannot be written.</exception>
    public static void Forget(string journalFolder)
    {
        using var file = JournalFile.Open(journalFolder, written: null);
        file.Clear();
    }

    /// <summary>Begins a run, or continues the one in this folder; returns the recorded result where there is one.</summary>
    /// <param name="journalFolder">A folder for this run alone; created where it is missing.</param>
    /// <exception cref="OrchestrationFailedException">The orchestrator failed. Running it again keeps what succeeded.</exception>
    /// <exception cref="JournalException">The journal is damaged, of another run, in use, or cannot be written.</exception>
    /// <exception cref="LocalHostException">The orchestrator or the registry is at fault; the journal can be resumed once that is mended.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled and can be resumed.</exception>
    public async Task<TOutput> RunAsync<TOutput>(
        string orchestrator, string instanceId, object input, string journalFolder, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = new RunRequest(orchestrator, instanceId, _payloads.Write(input, $"The input of orchestrator '{orchestrator}'"));
        var mailbox = new Mailbox();
        if (!_reachable.TryAdd(instanceId, mailbox))
            throw new LocalHostException($"Instance '{instanceId}' is running in this host already.");
        try
        {
            var result = await Task.Factory.StartNew(
                () => Execute(request, mailbox, journalFolder, cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return _payloads.ReadResult<TOutput>(result, $"orchestrator '{orchestrator}'");
        }
        finally
        {
            EventReceipts.Refuse(mailbox.Close());
            _reachable.TryRemove(new(instanceId, mailbox));
        }
    }

    /// <summary>Raises an event for a run or one of its sub-orchestrations; done once the journal has it.</summary>
    /// <exception cref="LocalHostException">No such instance is running here.</exception>
    public Task RaiseEvent(string instanceId, string eventName, object? data = null)
    {
        var arrived = new EventArrived(
            instanceId, eventName, _payloads.Write(data, $"The data of event '{eventName}'"), new(TaskCreationOptions.RunContinuationsAsynchronously));
        return _reachable.TryGetValue(instanceId, out var mailbox) && mailbox.Post(arrived) ? arrived.Recorded.Task : throw new LocalHostException(
            $"There is no instance '{instanceId}' to raise event '{eventName}' for; it has ended or was not started.");
    }

    private JsonElement Execute(RunRequest request, Mailbox mailbox, string folder, CancellationToken cancellationToken)
    {
        _registry.Orchestrator(request.Orchestrator);
        using var file = JournalFile.Open(folder, _options.JournalWritten);
        var scan = file.Scan();
        if (_options.RepeatFinishedRuns && scan.Summary.State is JournalState.Completed or JournalState.Failed)
            scan = file.Clear();
        if (scan.Started is not null)
            request.RequireSameAs(scan.Started, file.Path);
        if (scan.Summary.Result is { } result)
            return result;
        using var run = new OrchestrationRun(request, new RunScope(request.Instance, _registry, _options, _payloads, file, mailbox), _reachable);
        return run.Execute(scan, cancellationToken);
    }
}
