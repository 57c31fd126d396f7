namespace FusionFunctions.Experiments;

/// <param name="Name">The catalog's name for it, or null where it was written out.</param>
/// <param name="MaxLength">Generation stops at this many decoder tokens, the start token counted.</param>
public sealed record TaskPool(string? Name, IReadOnlyList<TaskSpec> Tasks, int MaxLength = 10);

/// <param name="Name">A GLUE task: cola, mnli, mrpc, qnli, qqp, rte, sst2, stsb.</param>
/// <param name="Dataset">A local parquet, JSONL or TSV file (full path); null means the hub's official file.</param>
/// <param name="Split">The hub's split; null means the task's validation split.</param>
/// <param name="Limit">Only the first so many rows; null means all.</param>
public sealed record TaskSpec(string Name, string? Dataset = null, string? Split = null, int? Limit = null);
