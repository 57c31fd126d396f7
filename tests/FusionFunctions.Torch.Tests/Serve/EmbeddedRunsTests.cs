using System.Net;
using System.Text.Json;
using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Cli.Run;
using FusionFunctions.Cli.Serve;
using FusionFunctions.Http.Runs;
using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Orchestration;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Hub.Loopback;
using FusionFunctions.Tests.LocalHost;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Serve;

public sealed class EmbeddedRunsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CollectedLog _log = new();
    private readonly DirectoryBlobStore _store;

    public EmbeddedRunsTests() => _store = new(_folder["store"]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Posted_experiment_runs_to_its_leaderboard()
    {
        using var hub = new HubClient(new HubOptions { Offline = true });
        var place = await ComputePlace.OpenAsync(queue: null, _store, steps: null, ComputeChoice.None, progress: null, Cancel);
        await using var runs = Runs(() => place.PipelineOf(place.FetcherOf(hub)));
        await using var api = await ServedApi.StartAsync(runs, _store, Path.Combine(ReferenceData.RepositoryRoot, "samples"));

        using var accepted = await api.PostAsync("""
            {"name": "posted", "modelpool": {"models": {"_pretrained_": "./mini-glue/base", "glue-cola": "./mini-glue/glue-cola"}},
             "methods": ["simple_average"], "taskpool": {"tasks": [{"name": "cola", "dataset": "./mini-glue/data/cola/validation.jsonl", "limit": 4}]}}
            """, "application/json");

        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.NotNull(accepted.Headers.RetryAfter);
        string location = accepted.Headers.Location!.ToString();
        var status = await EndAsync(api, location);
        Assert.Equal("Completed", status.GetProperty("phase").GetString());
        string id = location.Split('/')[^1];
        Assert.Equal([$"{id}: started", $"{id}: completed with 0 failed rows; leaderboard leaderboards/posted/{id}"], _log.Lines);
        Assert.Contains("simple average", await api.TextAsync($"{location}/leaderboard", "text/markdown"), StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("{", await api.TextAsync($"{location}/leaderboard"), StringComparison.Ordinal);
        Assert.Equal(await api.TextAsync($"{location}/leaderboard.csv"), await api.TextAsync($"{location}/leaderboard", "text/html;q=0.9, text/csv"));
        Assert.Contains("\"Completed\"", await api.TextAsync("/api/experiments"), StringComparison.Ordinal);
        using var stop = await api.Client.DeleteAsync(location, Cancel);
        Assert.Equal(HttpStatusCode.Conflict, stop.StatusCode);
    }

    [Fact]
    public async Task Deleted_run_ends_and_stays_ended()
    {
        await using (var runs = Runs(Waiting))
        {
            await using var api = await ServedApi.StartAsync(runs, _store);
            using var accepted = await api.PostAsync(ServedApi.Good);
            string location = accepted.Headers.Location!.ToString();
            using var early = await api.Client.GetAsync($"{location}/leaderboard", Cancel);
            Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);

            using var stopped = await api.Client.DeleteAsync(location, Cancel);

            Assert.Equal(HttpStatusCode.NoContent, stopped.StatusCode);
            Assert.Equal("Terminated", (await EndAsync(api, location)).GetProperty("phase").GetString());
            Assert.EndsWith(": cancelled", _log.Lines.Last(), StringComparison.Ordinal);
        }
        await using var next = Runs(Waiting);
        await next.ResumeAsync();
        Assert.Equal([RunPhase.Terminated], (await next.ListAsync(Cancel)).Select(run => run.Phase));
    }

    [Fact]
    public async Task Next_process_takes_up_what_one_left()
    {
        string id = await LeaveUnfinishedAsync();
        Assert.StartsWith($"{id}: interrupted", _log.Lines.Last(), StringComparison.Ordinal);
        await using var next = Runs(Waiting);
        Assert.Equal(RunPhase.Pending, (await next.FindAsync(id, Cancel))!.Phase);
        await next.ResumeAsync();

        await Until.TrueAsync(async () => (await next.FindAsync(id, Cancel))!.Phase == RunPhase.Running, "the run goes on");
        Assert.Equal(id, Assert.Single(await next.ListAsync(Cancel)).Id);
    }

    [Fact]
    public async Task Run_that_is_posted_again_while_it_is_stopped_begins_anew()
    {
        var release = new TaskCompletionSource();
        await using var runs = Runs(() => new OrchestrationRegistry()
            .AddOrchestrator<ExperimentRun, RunResult>(StepNames.RunExperiment, new WaitForStep())
            .AddActivity<int, int>(WaitForStep.Step, new Held(release.Task)));
        var arriving = new ArrivingRuns(runs);
        await using var api = await ServedApi.StartAsync(arriving, _store);
        using var accepted = await api.PostAsync(ServedApi.Good);
        string location = accepted.Headers.Location!.ToString();
        await Until.TrueAsync(async () => (await api.TextAsync(location)).Contains("Running", StringComparison.Ordinal), "the run goes on");
        var arrived = arriving.NextAsync();
        var stopping = api.Client.DeleteAsync(location, Cancel);
        await arrived;

        arrived = arriving.NextAsync();
        var again = api.PostAsync(ServedApi.Good);
        await arrived;
        Assert.False(stopping.IsCompleted || again.IsCompleted);
        release.SetResult();

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.Accepted), ((await stopping).StatusCode, (await again).StatusCode));
        Assert.Equal("Failed", (await EndAsync(api, location)).GetProperty("phase").GetString());
    }

    [Fact]
    public async Task Stopped_run_that_is_posted_again_does_again_what_it_had_done()
    {
        var steps = new Counted();
        await using var runs = Runs(() => new OrchestrationRegistry()
            .AddOrchestrator<ExperimentRun, RunResult>(StepNames.RunExperiment, new WaitAfterStep())
            .AddActivity<int, int>(WaitForStep.Step, steps));
        await using var api = await ServedApi.StartAsync(runs, _store);
        using var accepted = await api.PostAsync(ServedApi.Good);
        string location = accepted.Headers.Location!.ToString();
        await Until.TrueAsync(() => Task.FromResult(steps.Done == 1), "the step is done");
        using var stopped = await api.Client.DeleteAsync(location, Cancel);

        using var again = await api.PostAsync(ServedApi.Good);

        await Until.TrueAsync(() => Task.FromResult(steps.Done == 2), "the step is done again");
    }

    [Fact]
    public async Task Journals_of_runs_in_another_store_are_left_alone()
    {
        string id = await LeaveUnfinishedAsync();
        // As the journal of a run is called whose store is elsewhere.
        Directory.Move(_folder["store", "runs", id], _folder["store", "runs", $"{id}-deadbeef"]);
        await using var next = Runs(Waiting);

        await next.ResumeAsync();

        Assert.Empty(await next.ListAsync(Cancel));
    }

    [Fact]
    public async Task Damaged_journal_does_not_hide_other_runs()
    {
        Directory.CreateDirectory(_folder["store", "runs", "damaged"]);
        await File.WriteAllTextAsync(_folder["store", "runs", "damaged", "journal.jsonl"], "{ no journal }\n{ at all }\n", Cancel);
        await using var runs = Runs(Waiting);

        await runs.ResumeAsync();

        var run = Assert.Single(await runs.ListAsync(Cancel));
        Assert.Equal(("damaged", RunPhase.Failed), (run.Id, run.Phase));
        Assert.Contains("journal.jsonl", run.Error, StringComparison.Ordinal);
    }

    private EmbeddedRuns Runs(Func<OrchestrationRegistry> pipeline) =>
        new(_store, observer => new(pipeline(), new() { Observer = observer, RepeatFinishedRuns = true }), parallelRuns: 1, _log);

    [Fact]
    public async Task Every_run_has_a_pipeline_of_its_own()
    {
        int pipelines = 0;
        await using var runs = Runs(() =>
        {
            pipelines++;
            return new OrchestrationRegistry().AddOrchestrator<ExperimentRun, RunResult>(StepNames.RunExperiment, new EndAtOnce());
        });
        await using var api = await ServedApi.StartAsync(runs, _store);

        using var first = await api.PostAsync(ServedApi.Good);
        await EndAsync(api, first.Headers.Location!.ToString());
        using var second = await api.PostAsync(ServedApi.Good.Replace("simple_average", "magmax", StringComparison.Ordinal));
        await EndAsync(api, second.Headers.Location!.ToString());

        Assert.Equal(2, pipelines);
        Assert.Equal(2, _log.Lines.Count(line => line.EndsWith(": failed: The end.", StringComparison.Ordinal)));
    }

    /// <returns>The name of a run that was under way when its process ended.</returns>
    private async Task<string> LeaveUnfinishedAsync()
    {
        await using var runs = Runs(Waiting);
        await using var api = await ServedApi.StartAsync(runs, _store);
        using var accepted = await api.PostAsync(ServedApi.Good);
        string id = accepted.Headers.Location!.ToString().Split('/')[^1];
        await Until.TrueAsync(async () => (await runs.FindAsync(id, Cancel))!.Progress is not null, "the run tells of its progress");
        return id;
    }

    private static OrchestrationRegistry Waiting() =>
        new OrchestrationRegistry().AddOrchestrator<ExperimentRun, RunResult>(StepNames.RunExperiment, new WaitForever());

    private static async Task<JsonElement> EndAsync(ServedApi api, string location)
    {
        JsonElement status = default;
        await Until.TrueAsync(
            async () =>
            {
                status = JsonDocument.Parse(await api.TextAsync(location)).RootElement;
                return status.GetProperty("phase").GetString() is not ("Pending" or "Running");
            },
            "the run ends");
        return status;
    }

    /// <summary>Fails when its step is done.</summary>
    private sealed class WaitForStep : IOrchestrator<ExperimentRun, RunResult>
    {
        public const string Step = "step";

        public async Task<RunResult> RunAsync(IOrchestrationContext context, ExperimentRun input)
        {
            await context.CallActivityAsync<int>(Step, 1);
            throw new InvalidOperationException("The end.");
        }
    }

    /// <summary>Not to be interrupted, as a step in the middle of a computation.</summary>
    private sealed class Held(Task release) : IActivity<int, int>
    {
        public async Task<int> RunAsync(int input, CancellationToken cancellationToken)
        {
            await release;
            cancellationToken.ThrowIfCancellationRequested();
            return input;
        }
    }

    private sealed class Counted : IActivity<int, int>
    {
        private int _done;

        public int Done => _done;

        public Task<int> RunAsync(int input, CancellationToken cancellationToken) => Task.FromResult(Interlocked.Increment(ref _done));
    }

    private sealed class WaitAfterStep : IOrchestrator<ExperimentRun, RunResult>
    {
        public async Task<RunResult> RunAsync(IOrchestrationContext context, ExperimentRun input)
        {
            await context.CallActivityAsync<int>(WaitForStep.Step, 1);
            return await context.WaitForExternalEvent<RunResult>("never");
        }
    }

    private sealed class EndAtOnce : IOrchestrator<ExperimentRun, RunResult>
    {
        public Task<RunResult> RunAsync(IOrchestrationContext context, ExperimentRun input) => throw new InvalidOperationException("The end.");
    }

    private sealed class WaitForever : IOrchestrator<ExperimentRun, RunResult>
    {
        public Task<RunResult> RunAsync(IOrchestrationContext context, ExperimentRun input)
        {
            context.SetCustomStatus(new RunStatus(RunStage.Running, 1, 0, 8, 0));
            return context.WaitForExternalEvent<RunResult>("never");
        }
    }
}
