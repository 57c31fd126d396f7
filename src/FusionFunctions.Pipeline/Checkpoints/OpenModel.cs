using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Pipeline.Checkpoints;

/// <summary>A model that is open for reading.</summary>
/// <param name="Input">Its tensors; an adapter's are formed while they are read.</param>
/// <param name="Config">The checkpoint's, or its base's; null where the folder has none.</param>
public sealed record OpenModel(MergeInput Input, CheckpointConfig? Config);
