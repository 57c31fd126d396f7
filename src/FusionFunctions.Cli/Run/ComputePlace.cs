using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Checkpoints.Hub.Fetching;
using FusionFunctions.Compute;
using FusionFunctions.Compute.Devices;
using FusionFunctions.Compute.Matrices;
using FusionFunctions.Experiments;
using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Compute;
using FusionFunctions.Pipeline.Compute.Queued;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Queues;

namespace FusionFunctions.Cli.Run;

/// <summary>Where models are merged and evaluated: in this process, or by workers that read a queue.</summary>
/// <param name="Steps">How many steps of a run go on side by side.</param>
/// <param name="Runs">How many runs go on side by side.</param>
/// <param name="Device">Where models run; null where the workers choose.</param>
internal sealed record ComputePlace(IBlobStore Store, IComputeBackend Backend, LocalCacheUse LocalCache, int Steps, int Runs, string? Device = null)
{
    /// <summary>What goes on side by side where the heavy steps are done elsewhere.</summary>
    private const int LightSteps = 16;

    /// <summary>On a GPU one model answers while the next one is merged or loaded.</summary>
    private const int GpuSteps = 2;

    /// <param name="queue">See <see cref="WorkQueues.Open"/>; null for this process.</param>
    /// <param name="steps">Null leaves the number to the place.</param>
    /// <param name="choice">None where workers compute.</param>
    /// <exception cref="StorageException">The queue cannot be used.</exception>
    public static async Task<ComputePlace> OpenAsync(
        string? queue, IBlobStore store, int? steps, ComputeChoice choice, IComputeProgress? progress, CancellationToken cancellationToken)
    {
        if (queue is null)
            return Here(store, steps, ComputeDevice.Choose(choice.DeviceOrAuto), choice.Matrices, progress);
        if (choice != ComputeChoice.None)
            throw new PipelineException("--device and --matrices say with what this process computes; with --queue each worker has its own.");
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

    /// <exception cref="PipelineException">Models cannot be evaluated so here.</exception>
    public void Require(Precision precision)
    {
        if (Device is { } device)
            DevicePrecision.Require(device, precision);
    }

    private static ComputePlace Here(IBlobStore store, int? asked, ComputeDevice device, MatrixLibrary? matrices, IComputeProgress? progress)
    {
        int steps = asked ?? (device.IsProcessor ? Environment.ProcessorCount : GpuSteps);
        var options = ComputeOptions.On(device, steps) with { Matrices = matrices };
        return new(store, InProcessBackend.Over(store, options, progress), LocalCacheUse.InPlace, steps, Runs: 1, device.Type);
    }
}
