using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Cli.Display;
using FusionFunctions.Cli.Run;
using FusionFunctions.Experiments.Bench;
using FusionFunctions.Pipeline;
using FusionFunctions.Storage;

namespace FusionFunctions.Cli.Bench;

/// <summary>Composes the jobs of a command line and runs one after the other.</summary>
internal static class BenchAction
{
    public static async Task<int> RunAsync(BenchSettings settings, CancellationToken cancellationToken)
    {
        // All of them, so that a mistake in the last one costs nothing.
        var read = BenchJob.Read(
            settings.Overrides, settings.IsMultirun, settings.ConfigFolder, Directory.GetCurrentDirectory(), BuiltInCatalog.Instance);
        BenchJob[] jobs = [.. read.Select(job => job with { Experiment = job.Experiment with { Precision = settings.Precision ?? job.Experiment.Precision } })];
        if (settings.PrintsConfig || jobs.All(job => job.IsDryRun))
        {
            foreach (var job in jobs)
                Console.Write(job.ConfigText);
            return ExitCode.Done;
        }
        await BlobStores.Open(settings.Store).EnsureWritableAsync(cancellationToken);
        var store = BlobStores.Open(settings.Store, isPatient: settings.Queue is not null);
        var tracker = new RunTracker();
        var place = await ComputePlace.OpenAsync(settings.Queue, store, settings.Workers, settings.Compute, tracker, cancellationToken);
        using var client = new HubClient(() => HubOptions.FromEnvironment(Environment.GetEnvironmentVariable) with { Waits = tracker });
        string folder = jobs.Any(job => job.ReportPath?.Contains(BenchJob.LogFolder, StringComparison.Ordinal) == true) ? LogFolder.Create() : "";
        int exitCode = ExitCode.Done;
        for (int i = 0; i < jobs.Length; i++)
        {
            if (jobs[i].PrintsConfig)
                Console.Write(jobs[i].ConfigText);
            var run = new BenchRun(jobs[i], jobs.Length == 1 ? folder : Path.Join(folder, $"{i}"), place, place.FetcherOf(client), tracker);
            exitCode = Math.Max(exitCode, await run.RunAsync(cancellationToken));
        }
        return exitCode;
    }
}
