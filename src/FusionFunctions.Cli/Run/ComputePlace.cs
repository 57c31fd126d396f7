using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Checkpoints.Hub.Fetching;
using FusionFunctions.Compute;
using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline.Compute;
using FusionFunctions.Pipeline.Compute.Queued;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Queues;

namespace FusionFunctions.Cli.Run;

/// <summary>Where models are merged and evaluated: in this process, or by workers that read a queue.</summary>
/// <param name="Steps">How many steps of a run go on side by side.</param>
/// <param name="Runs">How many runs go on side by side.</param>
internal sealed record ComputePlace(IBlobStore Store, IComputeBackend Backend, LocalCacheUse LocalCache, int Steps, int Runs)
{
    /// <summary>What goes on side by side where the heavy steps are done elsewhere.</summary>
    private const int LightSteps = 16;

    /// <param name="queue">See <see cref="WorkQueues.Open"/>; null for this process.</param>
    /// <param name="steps">Null leaves the number to the place.</param>
    /// <exception cref="StorageException">The queue cannot be used.</exception>
    public static async Task<ComputePlace> OpenAsync(
        string? queue, IBlobStore store, int? steps, IComputeProgress? progress, CancellationToken cancellationToken)
    {
        if (queue is null)
            return Here(store, steps ?? Environment.ProcessorCount, progress);
        await WorkQueues.Open(queue).EnsureUsableAsync(cancellationToken);
        // From here on, a queue that is away is worth waiting for.
        var backend = new QueueBackend(store, WorkQueues.Open(queue, isPatient: true));
        return new(store, backend, LocalCacheUse.CopyIntoStore, steps ?? LightSteps, LightSteps);
    }

    /// <summary>Of one run: it keeps a branch at the commit that it first stood for.</summary>
    public HubFetcher FetcherOf(HubClient hub) => new(Store, hub, LocalCache);

    /// <summary>The pipeline of one run.</summary>
    public OrchestrationRegistry PipelineOf(HubFetcher hub, IProgress<HubProgress>? downloads = null) =>
        LocalPipeline.Registry(Store, hub, Backend, downloads);

    private static ComputePlace Here(IBlobStore store, int steps, IComputeProgress? progress)
    {
        var options = new ComputeOptions { Lanes = TorchThreads.Share(steps) };
        return new(store, InProcessBackend.Over(store, options, progress), LocalCacheUse.InPlace, steps, Runs: 1);
    }
}
