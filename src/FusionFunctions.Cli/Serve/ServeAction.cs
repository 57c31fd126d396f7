using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Cli.Run;
using FusionFunctions.Compute.Telemetry;
using FusionFunctions.Http;
using FusionFunctions.Http.Answers;
using FusionFunctions.Pipeline;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace FusionFunctions.Cli.Serve;

/// <summary>Serves the HTTP routes and the watched folder over the embedded host until it is stopped.</summary>
internal static class ServeAction
{
    private static readonly TimeSpan s_watchInterval = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(ServeSettings settings, CancellationToken cancellationToken)
    {
        var (key, keyFile) = ServeKey.Find(settings.Listen);
        using var telemetry = HostTelemetry.Start("fusion-serve", builder => builder.AddConsoleLines().AddFilter<ConsoleLoggerProvider>("FusionFunctions", LogLevel.None));
        var log = telemetry.Loggers.CreateLogger("serve");
        await BlobStores.Open(settings.Store).EnsureWritableAsync(cancellationToken);
        var store = BlobStores.Open(settings.Store, isPatient: true);
        var waits = new Progress<HubWait>(wait => log.HubWaits($"{wait}"));
        using var client = new HubClient(() => HubOptions.FromEnvironment(Environment.GetEnvironmentVariable) with { Waits = waits });
        var place = await ComputePlace.OpenAsync(settings.Queue, store, steps: null, settings.Compute, progress: null, cancellationToken);
        await using var runs = new EmbeddedRuns(
            store,
            observer => new(
                place.PipelineOf(place.FetcherOf(client)),
                new() { MaxParallelActivities = place.Steps, Observer = observer, LoggerFactory = telemetry.Loggers, RepeatFinishedRuns = true }),
            place.Runs,
            log);
        var api = new ExperimentApi(runs, store, BuiltInCatalog.Instance, settings.Folder);
        await using var server = await ApiServer.StartAsync(settings.Listen, api, new ApiKey(key), cancellationToken);
        Console.WriteLine($"Serving {store.Name} at {string.Join(", ", server.Urls)}; the routes: /api/openapi.json");
        Console.WriteLine($"The key for the header {ApiKey.Header} is in {keyFile ?? $"the environment variable {ServeKey.Variable}"}");
        await runs.ResumeAsync();
        var watcher = new ExperimentWatcher(store, runs, BuiltInCatalog.Instance, settings.Folder ?? WatchedFolder(store), log);
        await watcher.WatchAsync(s_watchInterval, cancellationToken);
    }

    // Whoever can write into the folder can read this machine's files anyway.
    private static string? WatchedFolder(IBlobStore store) =>
        store is DirectoryBlobStore directory ? Path.Join(directory.Root, BlobLayout.Experiments) : null;
}
