using FusionFunctions.Pipeline.Checkpoints;

namespace FusionFunctions.Pipeline.Revisions;

/// <summary>A repository of the hub, and what a run needs of it.</summary>
/// <param name="Repository"><c>org/name</c></param>
/// <param name="Revision">A branch, tag or commit; null for the default branch.</param>
/// <param name="Contents">Of a model's repository.</param>
/// <param name="Splits">Of a data set's repository; null for a model's.</param>
public sealed record PinRevisionInput(
    string Repository, string? Revision, IReadOnlyList<CheckpointContent> Contents, IReadOnlyList<DatasetSplit>? Splits = null);
