using FusionFunctions.Tests.Hub.Loopback;
using FusionFunctions.Tests.Reference;
using FusionFunctions.Torch.Tests.Cli;
using FusionFunctions.Torch.Tests.Workers;

namespace FusionFunctions.Torch.Tests.Telemetry;

/// <summary>One trace for an experiment, whatever processes take part; with metrics and logs beside it.</summary>
public sealed class RunTraceTests
{
    private const string Run = "orchestration:RunExperiment";
    private const string TaskPath = "orchestration:EvaluateTask < orchestration:EvaluateModel < " + Run;
    private const string Queue = "process fusion-compute < send fusion-compute < activity:SubmitCompute";
    private const string Token = "hf_PlantedTokenThatNobodyMayTell";

    private static readonly (string Name, string Unit, string Kind)[] s_metrics =
    [
        ("fusion.evaluation.examples", "{example}", "sum"),
        ("fusion.evaluation.tokens", "{token}", "sum"),
        ("fusion.evaluation.rate", "{example}/s", "histogram"),
        ("fusion.merge.bytes_read", "By", "sum"),
        ("fusion.merge.bytes_written", "By", "sum"),
        ("fusion.store.bytes_written", "By", "sum"),
        ("fusion.cache.hits", "{lookup}", "sum"),
        ("fusion.cache.misses", "{lookup}", "sum"),
    ];

    private static readonly (string Name, string Unit, string Kind)[] s_workerMetrics =
    [
        ("fusion.queue.delay", "s", "histogram"),
        ("fusion.request.duration", "s", "histogram"),
        ("fusion.requests", "{request}", "sum"),
        ("fusion.requests.in_progress", "{request}", "sum"),
    ];

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Run_through_a_queue_is_one_trace_from_the_run_to_the_workers_blobs()
    {
        await using var azurite = await RestartableAzurite.StartAsync();
        await using var receiver = await OtlpReceiver.StartAsync();
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 3);
        var environment = new Dictionary<string, string>(receiver.Environment)
        {
            ["FUSION_STORE"] = azurite.Connection,
            ["FUSION_QUEUE"] = azurite.Connection,
            ["FUSION_DEVICE"] = "cpu",
            ["FUSION_CACHE"] = folder["cache"],
            ["HF_TOKEN"] = Token,
        };
        await using var worker = LoggedProcess.StartFusion(folder.Path, environment, "worker");

        var (exitCode, _, errors) = await FusionProcess.RunAsync(environment, "run", file, "--store", "env:FUSION_STORE", "--queue", "env:FUSION_QUEUE");
        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Equal(0, await worker.TerminateAsync());

        var tree = new SpanTree(receiver.Spans);
        Assert.Equal(Run, tree.Root.Name);
        string[] writes = [.. tree.Named("write blob").Select(tree.PathOf)];
        Assert.Contains($"write blob < merge < {Queue} < {Run}", writes);
        Assert.Contains($"write blob < evaluate < {Queue} < {TaskPath}", writes);
        Assert.Contains($"write blob < activity:WriteLeaderboard < {Run}", writes);
        Assert.Contains($"load model < evaluate < {Queue} < {TaskPath}", tree.Named("load model").Select(tree.PathOf));
        Assert.Equal(4, tree.Named("send fusion-compute").First().Kind);
        Assert.All(tree.Named("process fusion-compute"), span => Assert.Equal(("fusion-worker", 5), (span.Service, span.Kind)));
        Assert.All(tree.All, span => Assert.False(span.IsError, span.Name));
        RequireMetrics(receiver, "fusion-worker", tree, [.. s_metrics, .. s_workerMetrics]);
        var delay = Assert.Single(receiver.Metrics["fusion.queue.delay"]);
        Assert.Equal(tree.Named("process fusion-compute").Count(), delay.Points.Sum(point => point.Count));
        RequireLogs(receiver, tree);
        Assert.DoesNotContain(azurite.Key, receiver.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, receiver.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_in_one_process_is_one_trace()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 3);

        var (exitCode, _, errors) = await FusionProcess.RunAsync(receiver.Environment, "run", file, "--store", folder["store"]);

        Assert.Equal((0, ""), (exitCode, errors));
        var tree = new SpanTree(receiver.Spans);
        Assert.Equal(Run, tree.Root.Name);
        Assert.Contains($"write blob < merge < activity:SubmitCompute < {Run}", tree.Named("write blob").Select(tree.PathOf));
        Assert.Contains($"write blob < evaluate < activity:SubmitCompute < {TaskPath}", tree.Named("write blob").Select(tree.PathOf));
        Assert.All(tree.All, span => Assert.Equal("fusion", span.Service));
        RequireMetrics(receiver, "fusion", tree, s_metrics);
        RequireLogs(receiver, tree);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Interrupted_run_sends_what_it_has_and_goes_on_in_the_same_trace()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 200);
        await using (var first = LoggedProcess.StartFusion(folder.Path, receiver.Environment, "run", file, "--store", folder["store"]))
        {
            await Until.TrueAsync(() => Directory.Exists(folder["store", "evaluations"]), "something is evaluated");
            Assert.Equal(130, await first.InterruptAsync());
            Assert.Contains(first.Log, line => line.StartsWith("Interrupted. What is finished is kept", StringComparison.Ordinal));
        }
        var interrupted = Assert.Single(receiver.Spans, span => span.Name == Run);
        Assert.Equal("Interrupted", interrupted.Attributes["durabletask.task.status"]);

        var (exitCode, _, _) = await FusionProcess.RunAsync(receiver.Environment, "run", file, "--store", folder["store"]);

        Assert.Equal(0, exitCode);
        var tree = new SpanTree(receiver.Spans);
        Assert.Equal(interrupted.Id, tree.Root.Id);
        var resumed = Assert.Single(tree.Named(Run), span => span != tree.Root);
        Assert.Equal((tree.Root.Id, "Completed"), (resumed.ParentId, resumed.Attributes["durabletask.task.status"]));
        // Every shard is evaluated once: what was done is not done, nor told, again.
        string[] shards = [.. tree.Named("evaluate").Where(span => span.Attributes.GetValueOrDefault("fusion.done", "0") != "0").Select(ShardOf)];
        Assert.Equal(shards.Distinct().Order(), shards.Order());
    }

    private static string ShardOf(OtlpSpan span) =>
        $"{span.Attributes["fusion.model.digest"]} {span.Attributes["fusion.task"]} {span.Attributes["fusion.first_row"]}";

    private static void RequireMetrics(OtlpReceiver receiver, string service, SpanTree tree, (string Name, string Unit, string Kind)[] expected)
    {
        foreach (var (name, unit, kind) in expected)
        {
            var metric = Assert.Single(receiver.Metrics[name], metric => metric.Service == service);
            Assert.Equal((name, unit, kind), (metric.Name, metric.Unit, metric.Kind));
        }
        long rows = tree.Named("evaluate").Sum(span => long.Parse(span.Attributes["fusion.done"], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(rows, receiver.Metrics["fusion.evaluation.examples"].Sum(metric => metric.Points.Sum(point => point.Value)));
        Assert.InRange(receiver.Metrics["fusion.merge.bytes_read"].Sum(metric => metric.Points.Sum(point => point.Value)), 1, double.MaxValue);
    }

    private static void RequireLogs(OtlpReceiver receiver, SpanTree tree)
    {
        string run = tree.Root.Attributes["fusion.run"];
        var end = Assert.Single(receiver.Logs, log => log.Body == "RunExperiment is done");
        Assert.Equal((run, tree.Root.TraceId, tree.Root.Id), (end.Attributes["fusion.run"], end.TraceId, end.SpanId));
        foreach (var log in receiver.Logs.Where(log => log.Attributes.ContainsKey("fusion.request")))
            Assert.Equal((run, tree.Root.TraceId), (log.Attributes["fusion.run"], log.TraceId));
        int requests = tree.Named("process fusion-compute").Count();
        Assert.Equal(requests, receiver.Logs.Count(log => log.Body.Contains(": done in ", StringComparison.Ordinal)));
    }
}
