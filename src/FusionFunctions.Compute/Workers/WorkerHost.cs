using FusionFunctions.Compute.Caching;
using FusionFunctions.Compute.Devices;
using FusionFunctions.Compute.Evaluations;
using FusionFunctions.Compute.Merges;
using FusionFunctions.Compute.Telemetry;
using FusionFunctions.Pipeline;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Storage.Queues;
using FusionFunctions.Telemetry;

namespace FusionFunctions.Compute.Workers;

/// <summary>A worker as a process: store, queue, device, health, log.</summary>
public static class WorkerHost
{
    /// <summary>Works until it is cancelled.</summary>
    /// <exception cref="StorageException">Store or queue cannot be used.</exception>
    public static async Task RunAsync(WorkerSettings settings, CancellationToken cancellationToken)
    {
        using var telemetry = HostTelemetry.Start("fusion-worker", builder => builder.AddConsoleLines());
        var log = telemetry.Loggers.CreateLogger("worker");
        var device = ComputeDevice.Choose(settings.Device);
        var (store, queue) = await OpenAsync(settings, cancellationToken);
        log.Started(queue.Name, store.Name, device.Type, device.Description);

        using var metrics = new WorkerMetrics();
        using var gpus = device.IsProcessor ? null : new GpuMemory();
        await using var health = settings.Health is { } address
            ? await WorkerHealth.StartAsync(address, metrics, gpus is null ? [] : [gpus.Meter], cancellationToken) : null;
        var options = ComputeOptions.On(device, steps: 1) with { Matrices = settings.Matrices };
        var steps = new ComputeSteps(new MergeStep(store, options), new EvaluateStep(store, options));
        await new ComputeWorker(store, queue, steps.RunAsync, settings.Options, metrics, log).RunAsync(cancellationToken);
    }

    // Not the common temporary folder, where anyone could lay copies down beforehand.
    private static string OwnCacheFolder() =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create) is { Length: > 0 } folder
            ? Path.Join(folder, "fusion-cache")
            : throw new PipelineException(
                "There is no place for copies of checkpoints: set FUSION_CACHE to a folder that only the worker can write.");

    private static async Task<(IBlobStore Store, IWorkQueue Queue)> OpenAsync(
        WorkerSettings settings, CancellationToken cancellationToken)
    {
        // At the start a service that is away is a mistake to tell; later it is something to wait for.
        await BlobStores.Open(settings.Store).EnsureWritableAsync(cancellationToken);
        await WorkQueues.Open(settings.Queue).EnsureUsableAsync(cancellationToken);
        var store = BlobStores.Open(settings.Store, isPatient: true);
        if (store is not DirectoryBlobStore)
        {
            store = new CachedBlobStore(store, settings.CacheFolder ?? OwnCacheFolder(), settings.CacheBytes);
            await store.EnsureWritableAsync(cancellationToken);
        }
        return (store, WorkQueues.Open(settings.Queue, isPatient: true));
    }
}
