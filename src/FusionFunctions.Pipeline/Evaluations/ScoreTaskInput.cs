namespace FusionFunctions.Pipeline.Evaluations;

/// <param name="Task">The task's name.</param>
/// <param name="Shards">The blobs with the shards' scores, in row order.</param>
public sealed record ScoreTaskInput(string Task, IReadOnlyList<string> Shards);
