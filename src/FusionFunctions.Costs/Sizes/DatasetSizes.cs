using FusionFunctions.Experiments;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Pipeline.Datasets;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Storage.Directories;

namespace FusionFunctions.Costs.Sizes;

/// <summary>The rows of a task, cut as a run cuts them.</summary>
/// <param name="repositories">Receives what is fetched from the hub.</param>
/// <param name="notes">Receives what was assumed.</param>
internal sealed class DatasetSizes(IDictionary<string, long> repositories, ICollection<string> notes)
{
    public async Task<FetchedDataset> OfAsync(TaskSpec task, CancellationToken cancellationToken)
    {
        if (task.Dataset is not null)
            return await new FetchDataset(new NoHub(), new(new DirectoryBlobStore("."))).RunAsync(new(task, null), cancellationToken);
        var known = GlueTasks.Find(task.Name);
        if (task.Split is { } split && split != known.Split)
            notes.Add($"{task.Name}: the split '{split}' is reckoned with the rows of '{known.Split}'.");
        var official = OfficialSplits.Of(task.Name);
        int[] shards = [.. official.First(task.Limit)];
        repositories[$"{HubDatasets.Repository}/{task.Name}"] = official.Bytes;
        return new(
            task.Name,
            BlobLocation.InStore($"datasets/{HubDatasets.Repository}/{new string('0', 40)}/{task.Name}/{known.Split}-00000-of-00001.parquet"),
            new string('0', 64), shards.Sum(), null, shards);
    }
}

/// <summary>A file of the user's needs no hub.</summary>
internal sealed class NoHub : IDatasetSource
{
    public Task<BlobLocation> FetchAsync(GlueTask task, string split, string? commit, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Plans download nothing.");
}
