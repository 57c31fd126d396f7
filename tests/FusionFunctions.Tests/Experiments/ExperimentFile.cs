using FusionFunctions.Experiments;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Merging;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Experiments;

/// <summary>Experiment files as tests write them, in a folder that has what they name.</summary>
internal static class ExperimentFile
{
    public const string Good = """
        name: demo
        modelpool:
          models:
            _pretrained_: ./base
            glue-cola: ./cola
            glue-rte: { base: ./base, adapter: ./rte_lora16 }
          tokenizer: ./base
        methods:
          - simple_average
          - task_arithmetic: { scaling_factor: [0.1, 0.2, 0.3] }
          - ties_merging: { scaling_factor: 0.3, threshold: 20, merge_func: sum }
        baselines: [pretrained, fine_tuned]
        taskpool:
          tasks: [cola, { name: rte, dataset: ./rte.jsonl, limit: 100 }]
        """;

    public static ExperimentCatalog Catalog { get; } =
        new(MergeMethods.Descriptions, KnownModelPools.All, KnownTaskPools.All, [.. GlueTasks.All.Select(task => task.Name)]);

    /// <summary>Deleted when the process ends.</summary>
    public static string Folder { get; } = CreateFolder();

    public static Experiment Read(string text, params string[] overrides) => ExperimentReader.Read(text, "demo.yaml", Folder, Catalog, overrides);

    /// <summary>The message with which the text is refused.</summary>
    public static string Refused(string text, params string[] overrides) =>
        Assert.Throws<ExperimentException>(() => Read(text, overrides)).Message.Replace(Folder, "FOLDER", StringComparison.Ordinal);

    public static string Full(string relative) => Path.Combine(Folder, relative);

    private static string CreateFolder()
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        foreach (string name in new[] { "base", "rte_lora16" }.Concat(GlueTasks.All.Select(task => task.Name)))
            Directory.CreateDirectory(folder[name]);
        foreach (var task in GlueTasks.All)
            File.WriteAllText(folder[$"{task.Name}.jsonl"], "");
        return folder.Path;
    }
}
