using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Hub.Fetching;
using FusionFunctions.Checkpoints.Inspection;
using FusionFunctions.Cli.Display;
using FusionFunctions.Experiments;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Storage;

namespace FusionFunctions.Cli.Bench;

/// <summary>How many parameters a pool's models have: as PyTorch counts them, tied ones once.</summary>
internal static class ModelSize
{
    public static async Task<long> OfAsync(Experiment experiment, HubFetcher hub, IBlobStore store, RunTracker tracker, CancellationToken cancellationToken)
    {
        // No run has begun whose display would tell what is waited for.
        var lines = new DownloadLines();
        tracker.Waited += lines.Report;
        try
        {
            return await OfAsync(experiment, PipelineSteps.Sources(hub, lines), store, cancellationToken);
        }
        finally
        {
            tracker.Waited -= lines.Report;
        }
    }

    private static async Task<long> OfAsync(Experiment experiment, CheckpointSources sources, IBlobStore store, CancellationToken cancellationToken)
    {
        var model = experiment.ModelPool.Pretrained ?? experiment.ModelPool.Models[0];
        var source = await sources.FetchAsync(model.Checkpoint, CheckpointContent.Model, cancellationToken);
        await using var folder = await CheckpointFolder.OpenAsync(
            new BlobLocations(store).StoreOf(source.Folder), source.Folder.Path, source.Folder.ToString(), cancellationToken);
        return ModelSummary.Of(folder.Tensors, folder.StateDict, folder.Config).Parameters;
    }
}
