using FusionFunctions.Checkpoints.Digests;
using FusionFunctions.Glue;
using FusionFunctions.Glue.Datasets;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Pipeline.Evaluations;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Pipeline.Orchestration;
using FusionFunctions.Storage;

namespace FusionFunctions.Pipeline.Datasets;

/// <summary>Makes a task's rows readable, checks every one of them and counts them.</summary>
public sealed class FetchDataset(IDatasetSource official, BlobLocations locations) : IActivity<FetchDatasetInput, FetchedDataset>
{
    public async Task<FetchedDataset> RunAsync(FetchDatasetInput input, CancellationToken cancellationToken)
    {
        var spec = input.Task;
        var task = GlueTasks.Find(spec.Name);
        string split = spec.Split ?? task.Split;
        var file = spec.Dataset is { } path ? BlobLocation.OfFile(path) : await official.FetchAsync(task, split, input.Commit, cancellationToken);
        try
        {
            var reader = await locations.OpenAsync(file, cancellationToken);
            var lengths = await DatasetCheck.PromptLengthsAsync(task, reader, spec.Limit, cancellationToken);
            string digest = await FileDigest.OfAsync(locations.StoreOf(file), BlobPath.Parse(file.Path), cancellationToken);
            bool isWholeSplit = spec.Dataset is null && spec.Limit is null;
            return new(spec.Name, file, digest, lengths.Count, isWholeSplit ? task.RowCountWarning(split, lengths.Count) : null, [.. EvaluationShards.Cut(lengths)]);
        }
        catch (BlobNotFoundException e)
        {
            throw new GlueException($"{file}: there is no such file. Write the path of the rows of '{spec.Name}', relative to the experiment file.", e);
        }
    }
}
