using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Cli;

/// <summary>What cannot be merged as asked for is told before a checkpoint is read or anything is written.</summary>
public sealed class MergeRefusalTests
{
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
    [InlineData("modules: { encoder: { models: [] } }", "both 'modules' and 'models' list models; remove one of them")]
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

        var (exitCode, output, errors) = await MergeRun.MergeAsync(folder, file);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith($"error: {file}:{line}:", errors, StringComparison.Ordinal);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.Equal(["base", "model", "wrong.yaml"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }
}
