using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Cli.Display;
using FusionFunctions.Cli.Plan;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Storage;

namespace FusionFunctions.Cli.Run;

/// <summary>Runs an experiment in the embedded host.</summary>
internal static class RunAction
{
    public static async Task<int> RunAsync(RunSettings settings, CancellationToken cancellationToken)
    {
        var experiment = ExperimentFile.Read(settings.File, settings.Overrides, settings.Limit);
        var run = ExperimentRun.Of(experiment);
        var store = BlobStores.Open(settings.Store);
        if (settings.DryRun)
        {
            PlanText.Print(run, store);
            return ExitCode.Done;
        }
        await store.EnsureWritableAsync(cancellationToken);
        store = BlobStores.Open(settings.Store, isPatient: settings.Queue is not null);
        var tracker = new RunTracker();
        var place = await ComputePlace.OpenAsync(settings.Queue, store, settings.Workers, settings.Compute, tracker, cancellationToken);
        using var client = new HubClient(() => HubOptions.FromEnvironment(Environment.GetEnvironmentVariable) with { Waits = tracker });
        var result = await EmbeddedRun.RunAsync(run, place, place.FetcherOf(client), tracker, cancellationToken);
        await ResultText.PrintAsync(result, store, cancellationToken);
        return ExitCodeOf(result);
    }

    /// <summary>What a run's failures make of the process.</summary>
    public static int ExitCodeOf(RunResult result) =>
        result.Failures.Count == 0 ? ExitCode.Done
        : result.Failures.All(failure => failure.Failure.IsBadInput) ? ExitCode.BadInput
        : ExitCode.RunFailed;
}
