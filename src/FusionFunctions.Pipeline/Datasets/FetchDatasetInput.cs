using FusionFunctions.Experiments;

namespace FusionFunctions.Pipeline.Datasets;

/// <param name="Commit">Of the official data set, which has the rows of tasks that name no file.</param>
public sealed record FetchDatasetInput(TaskSpec Task, string? Commit);
