using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Checkpoints.Hub.Fetching;
using FusionFunctions.Checkpoints.Hub.Selections;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Pipeline.Files;

namespace FusionFunctions.Pipeline.Datasets;

/// <summary>The parquet files of GLUE on the Hugging Face hub, through the cache in the store.</summary>
public sealed class HubDatasets(HubFetcher hub, IProgress<HubProgress>? progress = null) : IDatasetSource
{
    public const string Repository = "nyu-mll/glue";

    public async Task<BlobLocation> FetchAsync(GlueTask task, string split, string? commit, CancellationToken cancellationToken)
    {
        var snapshot = await HubRefusal.TranslateAsync(() =>
            hub.FetchAsync(HubRepository.Dataset(Repository), commit, HubFileSelection.DatasetSplit(task.Name, split), progress, cancellationToken));
        return snapshot.Files is [var file]
            ? HubLocation.Of(snapshot).File(file.Path.Value)
            : throw new PipelineException($"{Repository}: '{task.Name}/{split}' has {snapshot.Files.Count} files; only splits of one file are read. Download them, join them and write 'dataset:'.");
    }
}
