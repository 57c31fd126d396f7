using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Checkpoints.Hub.Fetching;
using FusionFunctions.Cli.Display;
using FusionFunctions.Compute;
using FusionFunctions.Experiments.Digests;
using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Compute.Queued;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Queues;

namespace FusionFunctions.Cli.Run;

/// <summary>Runs an experiment in the embedded host.</summary>
internal static class RunAction
{
    /// <summary>Steps side by side where the heavy ones are done elsewhere.</summary>
    private const int LightSteps = 16;

    public static async Task<int> RunAsync(RunSettings settings, CancellationToken cancellationToken)
    {
        var experiment = ExperimentFile.Read(settings.File, settings.Overrides, settings.Limit);
        var run = new ExperimentRun(ExperimentDigest.RunName(experiment), experiment);
        var store = BlobStores.Open(settings.Store);
        if (settings.DryRun)
        {
            PlanText.Print(run, store);
            return ExitCode.Done;
        }
        await store.EnsureWritableAsync(cancellationToken);
        var result = settings.Queue is { } queue
            ? await RunThroughAsync(queue, run, settings, cancellationToken)
            : await RunHereAsync(run, store, settings.Workers ?? Environment.ProcessorCount, cancellationToken);
        await ResultText.PrintAsync(result, store, cancellationToken);
        return ExitCodeOf(result);
    }

    private static async Task<RunResult> RunThroughAsync(string queue, ExperimentRun run, RunSettings settings, CancellationToken cancellationToken)
    {
        await WorkQueues.Open(queue).EnsureUsableAsync(cancellationToken);
        // From here on, services that are away are worth waiting for.
        var store = BlobStores.Open(settings.Store, isPatient: true);
        var backend = new QueueBackend(store, WorkQueues.Open(queue, isPatient: true));
        var tracker = new RunTracker();
        using var client = new HubClient(HubOptions.FromEnvironment(Environment.GetEnvironmentVariable));
        var registry = LocalPipeline.RegistryWith(store, new(store, client, LocalCacheUse.CopyIntoStore), backend, tracker);
        return await RunAsync(run, store, registry, settings.Workers ?? LightSteps, tracker, cancellationToken);
    }

    private static async Task<RunResult> RunHereAsync(ExperimentRun run, IBlobStore store, int workers, CancellationToken cancellationToken)
    {
        TorchThreads.Divide(workers);
        var tracker = new RunTracker();
        using var client = new HubClient(HubOptions.FromEnvironment(Environment.GetEnvironmentVariable));
        var registry = LocalPipeline.Registry(store, new(store, client), new(), tracker, tracker);
        return await RunAsync(run, store, registry, workers, tracker, cancellationToken);
    }

    private static async Task<RunResult> RunAsync(
        ExperimentRun run, IBlobStore store, OrchestrationRegistry registry, int workers, RunTracker tracker, CancellationToken cancellationToken)
    {
        // A finished run's inputs may have changed since; what it made is found by its digest and not made again.
        var host = new EmbeddedHost(registry, new() { MaxParallelActivities = workers, Observer = tracker, RepeatFinishedRuns = true });
        string journal = JournalFolder.Of(run.Name, store);
        Console.WriteLine($"{(JournalSummary.Read(journal).State == JournalState.Unfinished ? "Going on with" : "Starting")} run {run.Name}");
        await using var display = RunDisplay.Start(tracker);
        return await host.RunAsync<RunResult>(StepNames.RunExperiment, run.Name, run, journal, cancellationToken);
    }

    private static int ExitCodeOf(RunResult result) =>
        result.Failures.Count == 0 ? ExitCode.Done
        : result.Failures.All(failure => failure.Failure.IsBadInput) ? ExitCode.BadInput
        : ExitCode.RunFailed;
}
