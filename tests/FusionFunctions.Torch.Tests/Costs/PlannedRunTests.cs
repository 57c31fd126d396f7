using System.Collections.Concurrent;
using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Cli.Run;
using FusionFunctions.Compute;
using FusionFunctions.Compute.Caching;
using FusionFunctions.Compute.Evaluations;
using FusionFunctions.Compute.Merges;
using FusionFunctions.Compute.Workers;
using FusionFunctions.Costs;
using FusionFunctions.Costs.Calls;
using FusionFunctions.Costs.Prices;
using FusionFunctions.Costs.Sizes;
using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Compute.Queued;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;
using FusionFunctions.Torch.Tests.Cli;
using Microsoft.Extensions.Logging.Abstractions;

namespace FusionFunctions.Torch.Tests.Costs;

/// <summary>A plan, and the same run with a worker behind a queue and a store that counts.</summary>
public sealed class PlannedRunTests
{
    [Fact]
    [Trait("Category", "Slow")]
    public async Task Run_does_what_its_plan_says()
    {
        using var folder = new TemporaryFolder();
        // Wide numbers make the merged checkpoints large enough for the workers' disk.
        File.WriteAllText(folder["planned.yaml"], $"{SmallExperiment.Text("planned", limit: 8)}\ndtype: float32\n");
        var run = new ExperimentRun("planned", ExperimentFile.Read(folder["planned.yaml"], [], limit: null));
        var plan = await PlanAsync(run);
        var (seen, store) = (new SeenActivities(), new CountingStore(new DirectoryBlobStore(folder["store"])));

        var result = await RunAsync(run, store, folder["cache"], folder["journal"], seen);

        Assert.Equal([], result.Failures);
        Assert.Equal((plan.Merges, plan.Rows), (result.Merges.Done, result.Rows.Done));
        long polls = seen.Counts[StepNames.PollCompute];
        Assert.Equal(Without(plan.Activities, StepNames.PollCompute), Without(seen.Counts, StepNames.PollCompute));
        var planned = plan.StoreCalls + new StoreCalls(polls - plan.Polls, 0, 0, 0);
        Assert.Equal(planned, new StoreCalls(store.Calls.Reads, store.Calls.Writes, store.Calls.Lists, store.Calls.Deletes));
    }

    private static async Task<Consumption> PlanAsync(ExperimentRun run)
    {
        var sizes = await ExperimentSizes.ReadAsync(run.Experiment, TestContext.Current.CancellationToken);
        var cpu = PriceTable.Default.Devices.Single(device => device.Name == "cpu");
        return ConsumptionOf.Run(run, sizes, PriceTable.Default, cpu, 1, TestContext.Current.CancellationToken);
    }

    private static async Task<RunResult> RunAsync(ExperimentRun run, CountingStore store, string cache, string journal, SeenActivities seen)
    {
        var queue = new MemoryQueue();
        using var client = new HubClient(new HubOptions { Offline = true });
        using var metrics = new WorkerMetrics();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var cached = new CachedBlobStore(store, cache, 1L << 30);
        var steps = new ComputeSteps(new MergeStep(cached, new()), new EvaluateStep(cached, new()));
        var worker = new ComputeWorker(cached, queue, steps.RunAsync, new(), metrics, NullLogger.Instance).RunAsync(stop.Token);
        var host = new EmbeddedHost(
            LocalPipeline.Registry(store, new(store, client), new QueueBackend(store, queue)), new() { MaxParallelActivities = 1, Observer = seen });

        var result = await host.RunAsync<RunResult>(StepNames.RunExperiment, run.Name, run, journal, TestContext.Current.CancellationToken);

        await stop.CancelAsync();
        await worker;
        return result;
    }

    private static SortedDictionary<string, long> Without(IEnumerable<KeyValuePair<string, long>> counts, string name) =>
        new(counts.Where(count => count.Key != name).ToDictionary(), StringComparer.Ordinal);

    private sealed class SeenActivities : IHostObserver
    {
        public ConcurrentDictionary<string, long> Counts { get; } = new();

        public void ActivityCompleted(string instanceId, string name, int attempt, TimeSpan duration) => Counts.AddOrUpdate(name, 1, (_, count) => count + 1);
    }
}
