using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Cli.Display;
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
        store = BlobStores.Open(settings.Store, isPatient: settings.Queue is not null);
        var tracker = new RunTracker();
        var place = await ComputePlace.OpenAsync(settings.Queue, store, settings.Workers, tracker, cancellationToken);
        var result = await RunAsync(run, place, tracker, cancellationToken);
        await ResultText.PrintAsync(result, store, cancellationToken);
        return ExitCodeOf(result);
    }

    private static async Task<RunResult> RunAsync(ExperimentRun run, ComputePlace place, RunTracker tracker, CancellationToken cancellationToken)
    {
        using var client = new HubClient(HubOptions.FromEnvironment(Environment.GetEnvironmentVariable));
        // A finished run's inputs may have changed since; what it made is found by its digest and not made again.
        var host = new EmbeddedHost(
            place.PipelineOf(client, tracker), new() { MaxParallelActivities = place.Steps, Observer = tracker, RepeatFinishedRuns = true });
        string journal = JournalFolder.Of(run.Name, place.Store);
        Console.WriteLine($"{(JournalSummary.Read(journal).State == JournalState.Unfinished ? "Going on with" : "Starting")} run {run.Name}");
        await using var display = RunDisplay.Start(tracker);
        return await host.RunAsync<RunResult>(StepNames.RunExperiment, run.Name, run, journal, cancellationToken);
    }

    private static int ExitCodeOf(RunResult result) =>
        result.Failures.Count == 0 ? ExitCode.Done
        : result.Failures.All(failure => failure.Failure.IsBadInput) ? ExitCode.BadInput
        : ExitCode.RunFailed;
}
