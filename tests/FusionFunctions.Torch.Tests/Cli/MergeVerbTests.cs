using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints.Export;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Checkpoints;
using FusionFunctions.Tests.Reference;
using FusionFunctions.Torch.Tests.Matrices;

namespace FusionFunctions.Torch.Tests.Cli;

public sealed class MergeVerbTests
{
    [Fact]
    public async Task Merge_writes_a_folder_for_every_variant_and_finds_it_again()
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 3);

        var first = await MergeAsync(folder, file);

        Assert.Equal((0, ""), (first.ExitCode, first.Errors));
        string[] folders = ["simple_average", "task_arithmetic_scaling_factor-0", "task_arithmetic_scaling_factor-0.3", "ties_merging_scaling_factor-0.3_threshold-20_merge_func-sum"];
        Assert.Equal(folders, Directory.EnumerateDirectories(folder["out"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(folders, name => Assert.Contains(folder["out", name], first.Output, StringComparison.Ordinal));
        Assert.Equal(await WeightsAsync(Path.Join(SmallExperiment.Samples, "base")), await WeightsAsync(folder["out", "task_arithmetic_scaling_factor-0"]));
        Assert.NotEqual(await WeightsAsync(Path.Join(SmallExperiment.Samples, "base")), await WeightsAsync(folder["out", "simple_average"]));

        var times = Directory.EnumerateFiles(folder["out"], "*", SearchOption.AllDirectories).ToDictionary(path => path, File.GetLastWriteTimeUtc);
        var second = await MergeAsync(folder, file);
        Assert.Equal((0, first.Output), (second.ExitCode, second.Output));
        Assert.All(times, entry => Assert.Equal(entry.Value, File.GetLastWriteTimeUtc(entry.Key)));
    }

    [Fact]
    public async Task Merge_in_small_shards_and_little_memory_gives_the_same_weights()
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 3);

        var whole = await MergeAsync(folder, file, "--threads", "2");
        var sharded = await FusionProcess.RunAsync(
            "merge", file, "--output", folder["sharded"], "--store", folder["store"], "--memory", "16MB", "--threads", "1", "--max-shard-size", "100KB");

        Assert.Equal((0, 0), (whole.ExitCode, sharded.ExitCode));
        Assert.True(File.Exists(folder["sharded", "simple_average", "model.safetensors.index.json"]));
        Assert.Equal(await WeightsAsync(folder["out", "simple_average"]), await WeightsAsync(folder["sharded", "simple_average"]));
    }

    [Fact]
    public async Task Merges_into_one_folder_at_a_time_wait_for_each_other()
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 3);
        string[] Arguments(params string[] more) => ["merge", file, "--output", folder["out"], "--store", folder["store"], .. more];

        var ends = await Task.WhenAll(FusionProcess.RunAsync(Arguments()), FusionProcess.RunAsync(Arguments("--max-shard-size", "100KB")));

        Assert.Equal([0, 0], ends.Select(end => end.ExitCode));
        Assert.Equal(ends[0].Output, ends[1].Output);
        var store = new DirectoryBlobStore(folder["out"]);
        foreach (string variant in Directory.EnumerateDirectories(folder["out"]).Select(path => Path.GetFileName(path)!))
            await (await MergedCheckpoint.FindAsync(store, variant, TestContext.Current.CancellationToken))!.VerifyAsync(store, variant, TestContext.Current.CancellationToken);
        var @lock = new FileInfo(Assert.Single(Directory.EnumerateFiles(folder["out"])));
        Assert.Equal(("merge.lock", 0), (@lock.Name, @lock.Length));
    }

    [Fact]
    public async Task Merge_into_a_folder_below_a_file_names_the_folder_and_the_remedy()
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 3);
        string output = Path.Join(file, "out");

        var (exitCode, _, errors) = await FusionProcess.RunAsync("merge", file, "--output", output, "--store", folder["store"]);

        Assert.Equal(2, exitCode);
        Assert.StartsWith($"error: The directory '{output}' is not writable: ", errors, StringComparison.Ordinal);
        Assert.EndsWith("Choose another one.", errors.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Merge_whose_output_was_damaged_since_makes_it_whole_again()
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 3);
        var first = await MergeAsync(folder, file);
        byte[] expected = await File.ReadAllBytesAsync(folder["out", "simple_average", "model.safetensors"], TestContext.Current.CancellationToken);
        File.Delete(folder["out", "simple_average", "model.safetensors"]);

        var second = await MergeAsync(folder, file);

        Assert.Equal((0, first.Output), (second.ExitCode, second.Output));
        Assert.Equal(expected, await File.ReadAllBytesAsync(folder["out", "simple_average", "model.safetensors"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Folder_of_a_later_variant_that_holds_something_else_is_refused_before_anything_is_merged()
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 3);
        Directory.CreateDirectory(folder["out", "task_arithmetic_scaling_factor-0.3"]);
        await File.WriteAllTextAsync(folder["out", "task_arithmetic_scaling_factor-0.3", "config.json"], "{}", TestContext.Current.CancellationToken);

        var (exitCode, output, errors) = await MergeAsync(folder, file);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains("already holds files of a checkpoint or an adapter that was not merged here", errors, StringComparison.Ordinal);
        Assert.Equal(
            [folder["out", "merge.lock"], folder["out", "task_arithmetic_scaling_factor-0.3", "config.json"]],
            Directory.EnumerateFiles(folder["out"], "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("--output", "", "--output must name a folder.")]
    [InlineData("--set", "methods=[{weighted_average: {weights: [0, 0]}}]", "the weights 0, 0 add up to 0")]
    [InlineData("--set", "methods=[{ties_merging: {exclude: [nothing]}}]", "ties_merging: exclude names 'nothing', and no tensor of the models has a name like that")]
    public async Task Wrong_request_is_refused_before_anything_is_written(string option, string value, string why)
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 3);
        string output = option == "--output" ? value : folder["out"];

        var (exitCode, _, errors) = await FusionProcess.RunAsync(
            ["merge", file, "--output", output, "--store", folder["store"], .. option == "--output" ? Array.Empty<string>() : [option, value]]);

        Assert.Equal(2, exitCode);
        Assert.Contains(why, errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Fact]
    public async Task Merge_on_a_gpu_that_is_not_there_ends_with_2_before_anything_is_written()
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 3);
        Assert.SkipWhen(TorchSharp.torch.cuda.is_available(), "There is a GPU here.");

        var (exitCode, _, errors) = await MergeAsync(folder, file, "--device", "cuda");

        Assert.Equal(2, exitCode);
        Assert.Contains("device cuda: libtorch finds no GPU here", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Fact]
    public async Task Merge_with_matrices_by_libtorch_differs_by_rounding_and_names_the_device()
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 3);
        string[] options = ["--set", "methods=[iso_c]", "--device", "cpu"];

        var managed = await MergeAsync(folder, file, options);
        var torch = await FusionProcess.RunAsync(
            ["merge", file, "--output", folder["torch"], "--store", folder["store"], "--matrices", "libtorch", .. options]);

        Assert.Equal((0, 0), (managed.ExitCode, torch.ExitCode));
        Rounding.IsAllThatDiffers(await WeightsAsync(folder["out", "iso_c"]), await WeightsAsync(folder["torch", "iso_c"]));
        Assert.Null(await DeviceAsync(folder["out", "iso_c"]));
        Assert.Equal("cpu", await DeviceAsync(folder["torch", "iso_c"]));
    }

    [Fact]
    public async Task Merge_into_a_folder_with_a_checkpoint_of_the_users_leaves_it_alone()
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 3);
        Directory.CreateDirectory(folder["out", "simple_average"]);
        File.WriteAllText(folder["out", "simple_average", "model.safetensors"], "mine");

        var (exitCode, _, errors) = await MergeAsync(folder, file);

        Assert.Equal(2, exitCode);
        Assert.Contains("simple_average", errors, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(folder["out", "simple_average", "model.safetensors"]));
    }

    [Theory, InlineData("adapter_config.json"), InlineData("adapter_model.safetensors"), InlineData("anything.bin")]
    public async Task Merge_into_a_folder_that_opens_as_something_else_leaves_it_alone(string name)
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 3);
        Directory.CreateDirectory(folder["out", "simple_average"]);
        File.WriteAllText(folder["out", "simple_average", name], "mine");

        var (exitCode, _, errors) = await MergeAsync(folder, file);

        Assert.Equal(2, exitCode);
        Assert.Contains("already holds files of a checkpoint or an adapter that was not merged here", errors, StringComparison.Ordinal);
        Assert.Equal([name], Directory.EnumerateFiles(folder["out", "simple_average"]).Select(Path.GetFileName));
    }

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

        var (exitCode, _, errors) = await MergeAsync(folder, folder["merge.yml"]);

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

    [Fact]
    public async Task Merge_of_a_mergekit_configuration_writes_one_folder_and_finds_it_again()
    {
        using var folder = new TemporaryFolder();
        string file = folder["merge.yml"];
        File.WriteAllText(file, $$"""
            merge_method: slerp
            base_model: {{SmallExperiment.Samples}}/base
            models: [{ model: {{SmallExperiment.Samples}}/base }, { model: {{SmallExperiment.Samples}}/glue-rte }]
            parameters:
              t:
                - { filter: SelfAttention, value: [0, 1] }
                - { filter: shared, value: 1 }
                - value: 0
            """);

        var first = await MergeAsync(folder, file);
        var second = await MergeAsync(folder, file);

        Assert.Equal((0, ""), (first.ExitCode, first.Errors));
        Assert.Equal(first, second);
        Assert.Matches(@"(?m)out  mergekit SLERP \(t=by tensor\), recipe [0-9a-f]{64}$", first.Output);
        Assert.All(new[] { "config.json", "README.md", "spiece.model", "merge.json" }, name => Assert.True(File.Exists(folder["out", name]), name));
        var (merged, @base, rte) = (await TensorsAsync(folder["out"]), await TensorsAsync(Path.Join(SmallExperiment.Samples, "base")), await TensorsAsync(Path.Join(SmallExperiment.Samples, "glue-rte")));
        Assert.Equal(rte["shared.weight"], merged["shared.weight"]);
        Assert.Equal(@base["lm_head.weight"], merged["lm_head.weight"]);
        Assert.Equal(@base["encoder.block.0.layer.0.SelfAttention.q.weight"], merged["encoder.block.0.layer.0.SelfAttention.q.weight"]);
        Assert.Equal(rte["encoder.block.1.layer.0.SelfAttention.q.weight"], merged["encoder.block.1.layer.0.SelfAttention.q.weight"]);
    }

    [Theory]
    [InlineData("methods: [{ ties_merging: { threshold: -1 } }]", "'threshold' must be a number from 0 to 100, not ")]
    [InlineData("methods: [{ weighted_average: { weights: [1, 2, 3] } }]", "'weights' has 3 numbers and the model pool 2 fine-tuned models; give one for each")]
    [InlineData("methods: [{ task_arithmetic: { scale: 1 } }]", "'scale'")]
    [InlineData("methods: [{ mergekit/dare_ties: { density: 1.5 } }]", "'density' must be")]
    [InlineData("methods: [{ wudi: { iter_num: -5 } }]", "'iter_num' must be a whole number from 0")]
    [InlineData("methods: [{ slerq: { t: 1 } }]", "did you mean 'slerp'?")]
    public Task Merge_with_wrong_parameters_ends_before_a_checkpoint_is_read(string methods, string message) =>
        RefusedAsync($"name: wrong\nmodelpool: {{ models: {{ _pretrained_: ./model, a: ./model, b: ./model }} }}\n{methods}\ntaskpool: flan-t5_glue_text_generation\n", 3, message);

    [Theory]
    [InlineData("parameters: { weight: 1, density: [0.5, -1] }", "'density' must be")]
    [InlineData("parameters: { weight: 1, denzity: 1 }", "'parameters' has no key 'denzity'; did you mean 'density'?")]
    [InlineData("slices: [{ sources: [] }]", "'slices' is not supported; ")]
    public Task Merge_of_a_wrong_mergekit_configuration_ends_before_a_checkpoint_is_read(string line, string message) =>
        RefusedAsync($"merge_method: ties\nbase_model: ./base\nmodels: [./model]\n{line}\n", 4, message);

    /// <summary>The checkpoint is none: whoever reads it says so.</summary>
    private static async Task RefusedAsync(string text, int line, string message)
    {
        using var folder = new TemporaryFolder();
        string file = folder["wrong.yaml"];
        File.WriteAllText(file, text);
        foreach (string model in new[] { "base", "model" })
        {
            Directory.CreateDirectory(folder[model]);
            File.WriteAllText(folder[model, "model.safetensors"], "no checkpoint");
        }

        var (exitCode, output, errors) = await MergeAsync(folder, file);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith($"error: {file}:{line}:", errors, StringComparison.Ordinal);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.Equal(["base", "model", "wrong.yaml"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private static Task<(int ExitCode, string Output, string Errors)> MergeAsync(TemporaryFolder folder, string file, params string[] more) =>
        FusionProcess.RunAsync(["merge", file, "--output", folder["out"], "--store", folder["store"], .. more]);

    private static async Task<string?> DeviceAsync(string path) =>
        (string?)JsonNode.Parse(await File.ReadAllTextAsync(Path.Join(path, "merge.json"), TestContext.Current.CancellationToken))!["report"]!["device"];

    private static async Task<float[]> WeightsAsync(string path) => [.. (await TensorsAsync(path)).Values.SelectMany(elements => elements)];

    /// <summary>Ordinal by name.</summary>
    private static async Task<SortedDictionary<string, float[]>> TensorsAsync(string path)
    {
        await using var checkpoint = await CheckpointFolder.OpenAsync(new DirectoryBlobStore(path), "", path, TestContext.Current.CancellationToken);
        return await checkpoint.ReadAllAsync();
    }
}
