using FusionFunctions.Cli.Display;
using FusionFunctions.Compute;
using FusionFunctions.Experiments.Digests;
using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Storage.Directories;

namespace FusionFunctions.Cli.Run;

/// <summary>Runs an experiment in the embedded host, over a directory.</summary>
internal static class RunAction
{
    public static async Task<int> RunAsync(RunSettings settings, CancellationToken cancellationToken)
    {
        var experiment = ExperimentFile.Read(settings.File, settings.Overrides, settings.Limit);
        var run = new ExperimentRun(ExperimentDigest.RunName(experiment), experiment);
        if (settings.DryRun)
        {
            PlanText.Print(run, settings);
            return ExitCode.Done;
        }
        var store = new DirectoryBlobStore(settings.Store);
        await store.EnsureWritableAsync(cancellationToken);
        string journal = Path.Join(store.Root, BlobLayout.Run(run.Name));
        bool resumed = JournalSummary.Read(journal).State == JournalState.Unfinished;

        var tracker = new RunTracker();
        var host = Host(store, tracker, settings.Workers ?? Environment.ProcessorCount);
        Console.WriteLine($"{(resumed ? "Going on with" : "Starting")} run {run.Name}");
        RunResult result;
        await using (RunDisplay.Start(tracker))
            result = await host.RunAsync<RunResult>(StepNames.RunExperiment, run.Name, run, journal, cancellationToken);
        await ResultText.PrintAsync(result, store, cancellationToken);
        return ExitCodeOf(result);
    }

    private static EmbeddedHost Host(DirectoryBlobStore store, RunTracker tracker, int workers)
    {
        TorchThreads.Divide(workers);
        // A finished run's inputs may have changed since; what it made is found by its digest and not made again.
        return new(LocalPipeline.Registry(store, new(), tracker), new() { MaxParallelActivities = workers, Observer = tracker, RepeatFinishedRuns = true });
    }

    private static int ExitCodeOf(RunResult result) =>
        result.Failures.Count == 0 ? ExitCode.Done
        : result.Failures.All(failure => failure.Failure.IsBadInput) ? ExitCode.BadInput
        : ExitCode.RunFailed;
}
