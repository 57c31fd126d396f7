namespace FusionFunctions.Pipeline.Revisions;

/// <param name="Task">A task's name, which is its configuration's on the hub.</param>
/// <param name="Split">Such as <c>validation</c>.</param>
public sealed record DatasetSplit(string Task, string Split);
