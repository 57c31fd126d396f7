using System.Net;
using FusionFunctions.Http.Runs;
using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Orchestration;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Tests.Hub.Loopback;

namespace FusionFunctions.Torch.Tests.Serve;

/// <summary>A run that is stopped ends and stays ended, until it is posted again.</summary>
public sealed class StoppedRunTests : IDisposable
{
    private readonly EmbeddedRunsBench _bench = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Deleted_run_ends_and_stays_ended()
    {
        await using (var runs = _bench.Runs(EmbeddedRunsBench.Waiting))
        {
            await using var api = await ServedApi.StartAsync(runs, _bench.Store);
            using var accepted = await api.PostAsync(ServedApi.Good);
            string location = accepted.Headers.Location!.ToString();
            using var early = await api.Client.GetAsync($"{location}/leaderboard", Cancel);
            Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);

            using var stopped = await api.Client.DeleteAsync(location, Cancel);

            Assert.Equal(HttpStatusCode.NoContent, stopped.StatusCode);
            Assert.Equal("Terminated", (await EmbeddedRunsBench.EndAsync(api, location)).GetProperty("phase").GetString());
            Assert.EndsWith(": cancelled", _bench.Log.Lines.Last(), StringComparison.Ordinal);
        }
        await using var next = _bench.Runs(EmbeddedRunsBench.Waiting);
        await next.ResumeAsync();
        Assert.Equal([RunPhase.Terminated], (await next.ListAsync(Cancel)).Select(run => run.Phase));
    }

    [Fact]
    public async Task Run_that_is_posted_again_while_it_is_stopped_begins_anew()
    {
        var release = new TaskCompletionSource();
        await using var runs = _bench.Runs(() => new OrchestrationRegistry()
            .AddOrchestrator<ExperimentRun, RunResult>(StepNames.RunExperiment, new WaitForStep())
            .AddActivity<int, int>(WaitForStep.Step, new Held(release.Task)));
        var arriving = new ArrivingRuns(runs);
        await using var api = await ServedApi.StartAsync(arriving, _bench.Store);
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
        Assert.Equal("Failed", (await EmbeddedRunsBench.EndAsync(api, location)).GetProperty("phase").GetString());
    }

    [Fact]
    public async Task Stopped_run_that_is_posted_again_does_again_what_it_had_done()
    {
        var steps = new Counted();
        await using var runs = _bench.Runs(() => new OrchestrationRegistry()
            .AddOrchestrator<ExperimentRun, RunResult>(StepNames.RunExperiment, new WaitAfterStep())
            .AddActivity<int, int>(WaitForStep.Step, steps));
        await using var api = await ServedApi.StartAsync(runs, _bench.Store);
        using var accepted = await api.PostAsync(ServedApi.Good);
        string location = accepted.Headers.Location!.ToString();
        await Until.TrueAsync(() => Task.FromResult(steps.Done == 1), "the step is done");
        using var stopped = await api.Client.DeleteAsync(location, Cancel);

        using var again = await api.PostAsync(ServedApi.Good);

        await Until.TrueAsync(() => Task.FromResult(steps.Done == 2), "the step is done again");
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
}
