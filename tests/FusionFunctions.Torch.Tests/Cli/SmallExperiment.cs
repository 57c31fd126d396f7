using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Cli;

/// <summary>A small experiment over the sample family: every kind of row, two tasks of each metric's kind, few examples.</summary>
internal static class SmallExperiment
{
    public static string Samples { get; } = Path.Join(ReferenceData.RepositoryRoot, "samples", "mini-glue");

    public static string Write(string folder, int limit, string name = "small")
    {
        string file = Path.Join(folder, $"{name}.yaml");
        File.WriteAllText(file, Text(name, limit));
        return file;
    }

    public static string Text(string name, int limit) => $$"""
        name: {{name}}
        modelpool:
          models:
            _pretrained_: {{Samples}}/base
            glue-rte: {{Samples}}/glue-rte
            glue-stsb: {{Samples}}/glue-stsb
          tokenizer: {{Samples}}/base
        methods:
          - simple_average
          - task_arithmetic: { scaling_factor: [0.0, 0.3] }
          - ties_merging: { scaling_factor: 0.3, threshold: 20, merge_func: sum }
        baselines: [pretrained, fine_tuned]
        taskpool:
          tasks:
            - { name: rte, dataset: {{Samples}}/data/rte/validation.jsonl, limit: {{limit}} }
            - { name: stsb, dataset: {{Samples}}/data/stsb/validation.jsonl, limit: {{limit}} }
        """;
}
