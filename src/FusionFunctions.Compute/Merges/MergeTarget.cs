using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Merges;
using FusionFunctions.Storage;

namespace FusionFunctions.Compute.Merges;

/// <summary>Where merged checkpoints go.</summary>
/// <param name="Store">Receives them.</param>
/// <param name="FolderOf">Each variant's own folder.</param>
public sealed record MergeTarget(IBlobStore Store, Func<PlannedVariant, string> FolderOf)
{
    /// <summary>Weights beyond this are split into shards; null leaves it to the format's habit.</summary>
    public long? MaxShardBytes { get; init; }

    /// <summary>Named by the recipe, for every run that needs the same merge.</summary>
    public static MergeTarget InStore(IBlobStore store) => new(store, variant => BlobLayout.Merge(variant.Digest));
}
