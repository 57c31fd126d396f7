using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Cli.Display;
using FusionFunctions.Compute;
using FusionFunctions.Experiments.Digests;
using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Storage;

namespace FusionFunctions.Cli.Run;

/// <summary>Runs an experiment in the embedded host.</summary>
internal static class RunAction
{
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
        var result = await RunAsync(run, store, settings.Workers ?? Environment.ProcessorCount, cancellationToken);
        await ResultText.PrintAsync(result, store, cancellationToken);
        return ExitCodeOf(result);
    }

    private static async Task<RunResult> RunAsync(ExperimentRun run, IBlobStore store, int workers, CancellationToken cancellationToken)
    {
        TorchThreads.Divide(workers);
        var tracker = new RunTracker();
        using var client = new HubClient(HubOptions.FromEnvironment(Environment.GetEnvironmentVariable));
        var registry = LocalPipeline.Registry(store, new(store, client), new(), tracker, tracker);
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
