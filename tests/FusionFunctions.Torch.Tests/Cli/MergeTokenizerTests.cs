using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Cli;

/// <summary>The tokenizer that stands beside a merge.</summary>
public sealed class MergeTokenizerTests
{
    [Theory, InlineData("tokenizer_source: base", 0), InlineData("", 0), InlineData("tokenizer_source: MODEL", 2)]
    public async Task Merge_of_models_of_another_family_takes_whatever_tokenizer_they_have(string line, int expected)
    {
        using var folder = new TemporaryFolder();
        string @base = Path.GetDirectoryName(folder["base", "x"])!, other = Path.GetDirectoryName(folder["model", "x"])!;
        foreach (string model in new[] { @base, other })
        {
            Directory.CreateDirectory(model);
            File.WriteAllText(Path.Join(model, "config.json"), """{"model_type":"llama"}""");
            byte[] header = """{"model.norm.weight":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"""u8.ToArray();
            File.WriteAllBytes(Path.Join(model, "model.safetensors"), [.. BitConverter.GetBytes((ulong)header.Length), .. header, .. new byte[8]]);
        }
        foreach (string file in new[] { "tokenizer.json", "tokenizer.model", "chat_template.jinja" })
            File.WriteAllText(Path.Join(@base, file), file);
        File.WriteAllText(folder["merge.yml"], $"merge_method: task_arithmetic\nbase_model: {@base}\nmodels: [{other}]\n{line.Replace("MODEL", other, StringComparison.Ordinal)}\n");

        var (exitCode, _, errors) = await MergeRun.MergeAsync(folder, folder["merge.yml"]);

        Assert.Equal(expected, exitCode);
        if (expected == 0)
            Assert.All(new[] { "config.json", "tokenizer.json", "tokenizer.model", "chat_template.jinja" }, name => Assert.True(File.Exists(folder["out", name]), name));
        else
            Assert.Contains($"{other}: has no files of a tokenizer, such as tokenizer.json.", errors, StringComparison.Ordinal);
    }

    [Theory, InlineData("merge", ""), InlineData("run", "taskpool: dummy\n")]
    public async Task Tokenizer_of_any_kind_that_an_experiment_names_is_copied(string command, string tasks)
    {
        using var folder = new TemporaryFolder();
        byte[] header = """{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"""u8.ToArray();
        foreach (string model in new[] { "a", "b" })
        {
            Directory.CreateDirectory(folder[model]);
            File.WriteAllText(folder[model, "config.json"], """{"model_type":"gpt2"}""");
            File.WriteAllBytes(folder[model, "model.safetensors"], [.. BitConverter.GetBytes((ulong)header.Length), .. header, .. new byte[4]]);
            File.WriteAllText(folder[model, "vocab.json"], model);
        }
        File.WriteAllText(folder["merge.yaml"], $"modelpool: {{ models: {{ a: ./a, b: ./b }}, tokenizer: ./b }}\nmethods: [simple_average]\n{tasks}");

        string[] output = command == "merge" ? ["--output", folder["out"]] : [];
        var (exitCode, _, errors) = await FusionProcess.RunAsync([command, folder["merge.yaml"], "--store", folder["store"], .. output]);

        Assert.Equal((0, false), (exitCode, errors.Contains("error", StringComparison.Ordinal)));
        string written = Assert.Single(Directory.EnumerateFiles(folder.Path, "merge.json", SearchOption.AllDirectories));
        Assert.Equal("b", File.ReadAllText(Path.Join(Path.GetDirectoryName(written), "vocab.json")));
    }
}
