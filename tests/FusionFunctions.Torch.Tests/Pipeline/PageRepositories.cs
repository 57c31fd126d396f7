using FusionFunctions.Glue.Tasks;
using FusionFunctions.Tests.Hub.Loopback;
using FusionFunctions.Torch.Tests.Cli;

namespace FusionFunctions.Torch.Tests.Pipeline;

/// <summary>The sample family under the names of the page's repositories.</summary>
internal static class PageRepositories
{
    public static void AddModels(LoopbackHub hub, string pretrained, bool isLora)
    {
        AddFolder(hub, pretrained, Path.Join(SmallExperiment.Samples, "base"));
        if (isLora)
            AddAdapters(hub, pretrained);
        else
            foreach (var task in GlueTasks.All)
                AddFolder(hub, $"tanganke/{Name(pretrained)}_glue-{task.Name}", Path.Join(SmallExperiment.Samples, $"glue-{task.Name}"));
    }

    public static void AddAdapters(LoopbackHub hub, string pretrained)
    {
        foreach (var task in GlueTasks.All)
            AddAdapter(hub.Add($"tanganke/{Name(pretrained)}_glue-{task.Name}_lora-16"), pretrained, seed: task.OfficialRows);
    }

    /// <summary>A few of the samples' rows in the place of GLUE's.</summary>
    public static async Task AddSmallGlueAsync(LoopbackHub hub, int rows)
    {
        var glue = hub.Add("datasets/nyu-mll/glue", 'd');
        foreach (var task in GlueTasks.All)
            glue.Add($"{task.Name}/{task.Split}-00000-of-00001.parquet", await SmallParquet.OfAsync(task, rows), large: true);
    }

    /// <param name="hub">Serves it.</param>
    /// <param name="parquet">A folder with GLUE's official files, one folder a task.</param>
    public static void AddGlue(LoopbackHub hub, string parquet)
    {
        var glue = hub.Add("datasets/nyu-mll/glue", 'd');
        foreach (var task in GlueTasks.All)
        {
            string file = $"{task.Name}/{task.Split}-00000-of-00001.parquet";
            glue.Add(file, File.ReadAllBytes(Path.Join(parquet, file)), large: true);
        }
    }

    private static string Name(string pretrained) => pretrained["google/".Length..];

    private static void AddFolder(LoopbackHub hub, string repository, string folder)
    {
        var files = hub.Add(repository);
        foreach (string file in Directory.EnumerateFiles(folder))
            files.Add(Path.GetFileName(file), File.ReadAllBytes(file), large: file.EndsWith(".safetensors", StringComparison.Ordinal));
    }

    private static void AddAdapter(LoopbackRepository repository, string pretrained, int seed) => repository
        .Add("adapter_config.json", $$"""
            { "peft_type": "LORA", "base_model_name_or_path": "{{pretrained}}", "r": 16, "lora_alpha": 32, "bias": "none",
              "fan_in_fan_out": false, "target_modules": ["q", "v"], "task_type": "SEQ_2_SEQ_LM" }
            """)
        .Add("adapter_model.safetensors", RandomAdapter.Safetensors(seed), large: true);
}
