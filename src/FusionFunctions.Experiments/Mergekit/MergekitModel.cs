using FusionFunctions.Experiments.Documents;

namespace FusionFunctions.Experiments.Mergekit;

/// <param name="Model">It has no name yet.</param>
/// <param name="Settings">Its own parameters, or null.</param>
/// <param name="Place">Where the file lists it.</param>
internal sealed record MergekitModel(PoolModel Model, MappingNode? Settings, Place Place);
