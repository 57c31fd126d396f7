using FusionFunctions.Pipeline.Files;

namespace FusionFunctions.Pipeline.Datasets;

/// <summary>A task's rows, in a file whose content is known.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Digest">sha256 of the file, lower-case hex.</param>
/// <param name="Rows">Rows to evaluate, from the file's first on.</param>
/// <param name="Warning">What the user should know about the file, or null.</param>
/// <param name="ShardRows">The rows of each shard, in order; null where all are one.</param>
public sealed record FetchedDataset(string Task, BlobLocation File, string Digest, int Rows, string? Warning = null, IReadOnlyList<int>? ShardRows = null);
