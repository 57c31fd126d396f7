using System.Net;
using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Cli.Run;
using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Orchestration;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Serve;

/// <summary>An experiment that is posted to <c>fusion serve</c> runs in its process.</summary>
public sealed class PostedRunTests : IDisposable
{
    private readonly EmbeddedRunsBench _bench = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Posted_experiment_runs_to_its_leaderboard()
    {
        using var hub = new HubClient(new HubOptions { Offline = true });
        var place = await ComputePlace.OpenAsync(queue: null, _bench.Store, steps: null, ComputeChoice.None, progress: null, Cancel);
        await using var runs = _bench.Runs(() => place.PipelineOf(place.FetcherOf(hub)));
        await using var api = await ServedApi.StartAsync(runs, _bench.Store, Path.Combine(ReferenceData.RepositoryRoot, "samples"));

        using var accepted = await api.PostAsync("""
            {"name": "posted", "modelpool": {"models": {"_pretrained_": "./mini-glue/base", "glue-cola": "./mini-glue/glue-cola"}},
             "methods": ["simple_average"], "taskpool": {"tasks": [{"name": "cola", "dataset": "./mini-glue/data/cola/validation.jsonl", "limit": 4}]}}
            """, "application/json");

        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.NotNull(accepted.Headers.RetryAfter);
        string location = accepted.Headers.Location!.ToString();
        var status = await EmbeddedRunsBench.EndAsync(api, location);
        Assert.Equal("Completed", status.GetProperty("phase").GetString());
        string id = location.Split('/')[^1];
        Assert.Equal([$"{id}: started", $"{id}: completed with 0 failed rows; leaderboard leaderboards/posted/{id}"], _bench.Log.Lines);
        Assert.Contains("simple average", await api.TextAsync($"{location}/leaderboard", "text/markdown"), StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("{", await api.TextAsync($"{location}/leaderboard"), StringComparison.Ordinal);
        Assert.Equal(await api.TextAsync($"{location}/leaderboard.csv"), await api.TextAsync($"{location}/leaderboard", "text/html;q=0.9, text/csv"));
        Assert.Contains("\"Completed\"", await api.TextAsync("/api/experiments"), StringComparison.Ordinal);
        using var stop = await api.Client.DeleteAsync(location, Cancel);
        Assert.Equal(HttpStatusCode.Conflict, stop.StatusCode);
    }

    [Fact]
    public async Task Every_run_has_a_pipeline_of_its_own()
    {
        int pipelines = 0;
        await using var runs = _bench.Runs(() =>
        {
            pipelines++;
            return new OrchestrationRegistry().AddOrchestrator<ExperimentRun, RunResult>(StepNames.RunExperiment, new EndAtOnce());
        });
        await using var api = await ServedApi.StartAsync(runs, _bench.Store);

        using var first = await api.PostAsync(ServedApi.Good);
        await EmbeddedRunsBench.EndAsync(api, first.Headers.Location!.ToString());
        using var second = await api.PostAsync(ServedApi.Good.Replace("simple_average", "magmax", StringComparison.Ordinal));
        await EmbeddedRunsBench.EndAsync(api, second.Headers.Location!.ToString());

        Assert.Equal(2, pipelines);
        Assert.Equal(2, _bench.Log.Lines.Count(line => line.EndsWith(": failed: The end.", StringComparison.Ordinal)));
    }

    private sealed class EndAtOnce : IOrchestrator<ExperimentRun, RunResult>
    {
        public Task<RunResult> RunAsync(IOrchestrationContext context, ExperimentRun input) => throw new InvalidOperationException("The end.");
    }
}
