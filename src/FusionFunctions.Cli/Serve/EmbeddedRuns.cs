using System.Text.Json;
using System.Text.Json.Nodes;
using FusionFunctions.Http.Runs;
using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Compute.Queued;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Storage;
using Microsoft.Extensions.Logging;

namespace FusionFunctions.Cli.Serve;

/// <summary>The embedded host's runs: those that go on in this process, and those whose journals tell of them.</summary>
/// <param name="store">Of the runs.</param>
/// <param name="host">Creates the host of one run, given who observes it.</param>
/// <param name="parallelRuns">How many runs go on at a time; the others wait.</param>
/// <param name="log">Told how each run begins and ends.</param>
internal sealed class EmbeddedRuns(IBlobStore store, Func<IHostObserver, EmbeddedHost> host, int parallelRuns, ILogger log)
    : IExperimentRuns, IHostObserver, IAsyncDisposable
{
    private readonly RunJournals _journals = new(store);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LiveRun> _live = new(StringComparer.Ordinal);
    private readonly StoppingRuns _stopping = new();
    private readonly Dictionary<string, RunInfo> _failed = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turns = new(parallelRuns);
    private readonly CancellationTokenSource _closing = new();

    /// <summary>Takes up what an earlier process left unfinished.</summary>
    public async Task ResumeAsync()
    {
        foreach (var run in _journals.Unfinished())
            await StartAsync(run, CancellationToken.None);
    }

    public async Task<JsonObject?> StartAsync(ExperimentRun run, CancellationToken cancellationToken)
    {
        // What is being stopped begins anew when that is done.
        await _stopping.UntilDoneAsync(run.Name, cancellationToken);
        await new ComputeWishes(store).StartAsync(run.Name, cancellationToken);
        lock (_lock)
        {
            if (!_live.ContainsKey(run.Name))
            {
                BeginAnewIfStopped(_journals.Folder(run.Name));
                _failed.Remove(run.Name);
                var live = _live[run.Name] = new(_closing.Token);
                live.Ended = Task.Run(() => RunAsync(run, live), CancellationToken.None);
            }
        }
        return null;
    }

    public async Task<IReadOnlyList<RunInfo>> ListAsync(CancellationToken cancellationToken)
    {
        string[] live;
        lock (_lock)
            live = [.. _live.Keys];
        var runs = new List<RunInfo>();
        foreach (string name in _journals.Names.Union(live).Order(StringComparer.Ordinal))
            if (await FindAsync(name, cancellationToken) is { } run)
                runs.Add(run);
        return runs;
    }

    public Task<RunInfo?> FindAsync(string id, CancellationToken cancellationToken) => Task.FromResult(Find(id));

    public Task StopAsync(string id, CancellationToken cancellationToken) => _stopping.StopAsync(id, () => EndAsync(id, cancellationToken));

    public void StatusChanged(string instanceId, JsonNode? status)
    {
        lock (_lock)
            if (status is not null && _live.TryGetValue(instanceId, out var live))
                live.Progress = status.Deserialize<RunStatus>(JsonSerializerOptions.Web);
    }

    /// <summary>Stops what goes on; the next process takes it up.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        Task[] ends;
        lock (_lock)
            ends = [.. _live.Values.Select(live => live.Ended)];
        await Task.WhenAll(ends);
        _closing.Dispose();
        _turns.Dispose();
    }

    // What a stopped run had asked of workers is withdrawn: it must ask again, whatever its journal says.
    private static void BeginAnewIfStopped(string journal)
    {
        if (!TerminationMark.IsSet(journal))
            return;
        EmbeddedHost.Forget(journal);
        TerminationMark.Remove(journal);
    }

    private async Task EndAsync(string id, CancellationToken cancellationToken)
    {
        TerminationMark.Set(_journals.Folder(id));
        Task stopping = Task.CompletedTask, ended = Task.CompletedTask;
        // A run that has ended leaves the list before it is disposed of.
        lock (_lock)
            if (_live.TryGetValue(id, out var live))
                (stopping, ended) = (live.StopAsync(), live.Ended);
        await stopping;
        await ended;
        await new ComputeWishes(store).StopAsync(id, cancellationToken);
    }

    private RunInfo? Find(string id)
    {
        lock (_lock)
        {
            if (_live.TryGetValue(id, out var live))
                return new(id, live.Phase, live.Progress);
            if (_failed.TryGetValue(id, out var failed))
                return failed;
        }
        return _journals.Find(id);
    }

    private async Task RunAsync(ExperimentRun run, LiveRun live)
    {
        try
        {
            await _turns.WaitAsync(live.Stopping);
            try
            {
                live.Phase = RunPhase.Running;
                log.Started(run.Name);
                var result = await host(this).RunAsync<RunResult>(StepNames.RunExperiment, run.Name, run, _journals.Folder(run.Name), live.Stopping);
                log.Completed(run.Name, result.Failures.Count, result.Leaderboard);
            }
            finally
            {
                _turns.Release();
            }
        }
        catch (OperationCanceledException)
        {
            if (TerminationMark.IsSet(_journals.Folder(run.Name)))
                log.Cancelled(run.Name);
            else
                log.Interrupted(run.Name);
        }
        catch (Exception e)
        {
            log.Failed(run.Name, e.Message);
            // Otherwise the journal says so.
            if (e is not OrchestrationFailedException)
                lock (_lock)
                    _failed[run.Name] = new(run.Name, RunPhase.Failed, Error: e.Message, Ended: TimeProvider.System.GetUtcNow());
            // While the run still counts: what begins after it is not told of its end.
            await new FailedUploads(store).TryTellAsync(run.Name, e.Message);
        }
        finally
        {
            lock (_lock)
                _live.Remove(run.Name);
            live.Dispose();
        }
    }
}
