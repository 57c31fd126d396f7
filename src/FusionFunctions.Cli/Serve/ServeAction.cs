using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Checkpoints.Hub.Fetching;
using FusionFunctions.Cli.Run;
using FusionFunctions.Compute;
using FusionFunctions.Http;
using FusionFunctions.Http.Answers;
using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Compute.Queued;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Storage.Queues;

namespace FusionFunctions.Cli.Serve;

/// <summary>Serves the HTTP routes and the watched folder over the embedded host until it is stopped.</summary>
internal static class ServeAction
{
    private const int LightSteps = 16;
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(ServeSettings settings, CancellationToken cancellationToken)
    {
        var (key, keyFile) = ServeKey.Find(settings.Listen);
        await BlobStores.Open(settings.Store).EnsureWritableAsync(cancellationToken);
        var store = BlobStores.Open(settings.Store, isPatient: true);
        using var client = new HubClient(HubOptions.FromEnvironment(Environment.GetEnvironmentVariable));
        var (registry, steps) = await RegistriesAsync(settings, store, client, cancellationToken);
        await using var runs = new EmbeddedRuns(
            store,
            observer => new(registry(), new() { MaxParallelActivities = steps, Observer = observer, RepeatFinishedRuns = true }),
            parallelRuns: settings.Queue is null ? 1 : LightSteps);
        var api = new ExperimentApi(runs, store, ExperimentFile.Catalog, settings.Folder);
        await using var server = await ApiServer.StartAsync(settings.Listen, api, new ApiKey(key), cancellationToken);
        Console.WriteLine($"Serving {store.Name} at {string.Join(", ", server.Urls)}; the routes: /api/openapi.json");
        Console.WriteLine($"The key for the header {ApiKey.Header} is in {keyFile ?? $"the environment variable {ServeKey.Variable}"}");
        await runs.ResumeAsync();
        var watcher = new ExperimentWatcher(store, runs, ExperimentFile.Catalog, settings.Folder ?? WatchedFolder(store));
        await watcher.WatchAsync(WatchInterval, cancellationToken);
    }

    // One for every run: a hub fetcher keeps a branch at the commit that it first stood for.
    private static async Task<(Func<OrchestrationRegistry> Create, int Steps)> RegistriesAsync(
        ServeSettings settings, IBlobStore store, HubClient client, CancellationToken cancellationToken)
    {
        if (settings.Queue is not { } queue)
        {
            TorchThreads.Divide(Environment.ProcessorCount);
            return (() => LocalPipeline.Registry(store, new(store, client), new()), Environment.ProcessorCount);
        }
        await WorkQueues.Open(queue).EnsureUsableAsync(cancellationToken);
        var backend = new QueueBackend(store, WorkQueues.Open(queue, isPatient: true));
        return (() => LocalPipeline.RegistryWith(store, new(store, client, LocalCacheUse.CopyIntoStore), backend), LightSteps);
    }

    // Whoever can write into the folder can read this machine's files anyway.
    private static string? WatchedFolder(IBlobStore store) =>
        store is DirectoryBlobStore directory ? Path.Join(directory.Root, BlobLayout.Experiments) : null;
}
