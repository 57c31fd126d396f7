using FusionFunctions.Checkpoints.Hub.Fetching;
using FusionFunctions.Cli.Display;
using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Compute.Queued;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Telemetry;

namespace FusionFunctions.Cli.Run;

/// <summary>One run in the embedded host, shown while it goes on.</summary>
internal static class EmbeddedRun
{
    public static async Task<RunResult> RunAsync(
        ExperimentRun run, ComputePlace place, HubFetcher hub, RunTracker tracker, CancellationToken cancellationToken)
    {
        place.Require(run.Experiment.Precision);
        using var telemetry = HostTelemetry.Start("fusion");
        // A finished run's inputs may have changed since; what it made is found by its digest and not made again.
        var host = new EmbeddedHost(
            place.PipelineOf(hub, tracker),
            new() { MaxParallelActivities = place.Steps, Observer = tracker, LoggerFactory = telemetry.Loggers, RepeatFinishedRuns = true });
        string journal = JournalFolder.Of(run.Name, place.Store);
        Console.WriteLine($"{(JournalSummary.Read(journal).State == JournalState.Unfinished ? "Going on with" : "Starting")} run {run.Name}");
        await new ComputeWishes(place.Store).StartAsync(run.Name, cancellationToken);
        tracker.Begin();
        await using var display = RunDisplay.Start(tracker);
        return await host.RunAsync<RunResult>(StepNames.RunExperiment, run.Name, run, journal, cancellationToken);
    }
}
