using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Merging;

namespace FusionFunctions.Pipeline;

/// <summary>Every name that this build knows.</summary>
public static class BuiltInCatalog
{
    public static ExperimentCatalog Instance { get; } =
        new(MergeMethods.Descriptions, KnownModelPools.All, KnownTaskPools.All, [.. GlueTasks.All.Select(task => task.Name)]);
}
