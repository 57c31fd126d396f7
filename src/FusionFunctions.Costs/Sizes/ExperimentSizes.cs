using FusionFunctions.Experiments;
using FusionFunctions.Pipeline.Datasets;

namespace FusionFunctions.Costs.Sizes;

/// <summary>How large everything is that an experiment names.</summary>
/// <param name="Models">By the name that they have in the pool.</param>
/// <param name="Datasets">By task, cut into shards.</param>
/// <param name="Repositories">Bytes by the hub's repository; each is fetched once.</param>
/// <param name="Merged">Of each merged checkpoint.</param>
/// <param name="PoolBytes">What a merge reads: each folder once.</param>
/// <param name="Notes">What was assumed, for the user.</param>
public sealed record ExperimentSizes(
    IReadOnlyDictionary<string, ModelSize> Models,
    IReadOnlyDictionary<string, FetchedDataset> Datasets,
    IReadOnlyDictionary<string, long> Repositories,
    ModelSize Merged,
    long PoolBytes,
    IReadOnlyList<string> Notes)
{
    /// <summary>The pool's model of that name, or a merged one.</summary>
    internal ModelSize Of(string model) => Models.GetValueOrDefault(model, Merged);

    /// <exception cref="Checkpoints.CheckpointException">A folder holds no checkpoint.</exception>
    /// <exception cref="Glue.GlueException">A data set's file cannot be read.</exception>
    public static Task<ExperimentSizes> ReadAsync(Experiment experiment, CancellationToken cancellationToken) =>
        new SizeReader(experiment).ReadAsync(cancellationToken);
}

/// <param name="Parameters">Of the model, an adapter's not counted.</param>
/// <param name="Bytes">In memory.</param>
/// <param name="FileBytes">Of the checkpoint's weights.</param>
/// <param name="AdapterBytes">Of the adapter's weights; 0 without one.</param>
public sealed record ModelSize(long Parameters, long Bytes, long FileBytes, long AdapterBytes);
