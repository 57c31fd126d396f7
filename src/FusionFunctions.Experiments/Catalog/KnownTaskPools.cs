namespace FusionFunctions.Experiments.Catalog;

/// <summary>
/// FusionBench's task pools for Flan-T5 under their names there.
/// Source: https://github.com/tanganke/fusion_bench, config/taskpool.
/// </summary>
public static class KnownTaskPools
{
    internal static IReadOnlyList<string> GlueTasks { get; } = ["cola", "mnli", "mrpc", "qnli", "qqp", "rte", "sst2", "stsb"];

    public static TaskPool FlanT5Glue { get; } = new("flan-t5_glue_text_generation", [.. GlueTasks.Select(task => new TaskSpec(task))]);

    /// <summary>No tasks: models are merged and nothing is evaluated.</summary>
    public static TaskPool Dummy { get; } = new("dummy", []);

    /// <summary>The split that is evaluated where none is named.</summary>
    public static string SplitOf(string task) => task == "mnli" ? "validation_matched" : "validation";

    public static IReadOnlyList<TaskPool> All { get; } = [FlanT5Glue, Dummy];
}
