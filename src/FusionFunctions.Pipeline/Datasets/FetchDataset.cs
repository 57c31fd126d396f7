using FusionFunctions.Checkpoints.Digests;
using FusionFunctions.Experiments;
using FusionFunctions.Glue;
using FusionFunctions.Glue.Datasets;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Pipeline.Orchestration;
using FusionFunctions.Storage;

namespace FusionFunctions.Pipeline.Datasets;

/// <summary>Makes a task's rows readable, checks every one of them and counts them.</summary>
public sealed class FetchDataset(IDatasetSource official, BlobLocations locations) : IActivity<TaskSpec, FetchedDataset>
{
    public async Task<FetchedDataset> RunAsync(TaskSpec input, CancellationToken cancellationToken)
    {
        var task = GlueTasks.Find(input.Name);
        string split = input.Split ?? task.Split;
        var file = input.Dataset is { } path ? BlobLocation.OfFile(path) : await official.FetchAsync(task, split, cancellationToken);
        try
        {
            var rows = await GlueDataset.ReadAsync(task, await locations.OpenAsync(file, cancellationToken), input.Limit, cancellationToken);
            string digest = await FileDigest.OfAsync(locations.StoreOf(file), BlobPath.Parse(file.Path), cancellationToken);
            bool isWholeSplit = input.Dataset is null && input.Limit is null;
            return new(input.Name, file, digest, rows.Count, isWholeSplit ? task.RowCountWarning(split, rows.Count) : null);
        }
        catch (BlobNotFoundException e)
        {
            throw new GlueException($"{file}: there is no such file. Write the path of the rows of '{input.Name}', relative to the experiment file.", e);
        }
    }
}
