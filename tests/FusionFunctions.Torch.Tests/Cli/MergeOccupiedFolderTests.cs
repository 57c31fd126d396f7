using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Cli;

/// <summary>A folder that holds something of the user's is refused and left alone.</summary>
public sealed class MergeOccupiedFolderTests
{
    [Fact]
    public async Task Folder_of_a_later_variant_that_holds_something_else_is_refused_before_anything_is_merged()
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 3);
        Directory.CreateDirectory(folder["out", "task_arithmetic_scaling_factor-0.3"]);
        await File.WriteAllTextAsync(folder["out", "task_arithmetic_scaling_factor-0.3", "config.json"], "{}", TestContext.Current.CancellationToken);

        var (exitCode, output, errors) = await MergeRun.MergeAsync(folder, file);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains("already holds files of a checkpoint or an adapter that was not merged here", errors, StringComparison.Ordinal);
        Assert.Equal(
            [folder["out", "task_arithmetic_scaling_factor-0.3", "config.json"]],
            Directory.EnumerateFiles(folder["out"], "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Merge_into_a_folder_with_a_checkpoint_of_the_users_leaves_it_alone()
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 3);
        Directory.CreateDirectory(folder["out", "simple_average"]);
        File.WriteAllText(folder["out", "simple_average", "model.safetensors"], "mine");

        var (exitCode, _, errors) = await MergeRun.MergeAsync(folder, file);

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

        var (exitCode, _, errors) = await MergeRun.MergeAsync(folder, file);

        Assert.Equal(2, exitCode);
        Assert.Contains("already holds files of a checkpoint or an adapter that was not merged here", errors, StringComparison.Ordinal);
        Assert.Equal([name], Directory.EnumerateFiles(folder["out", "simple_average"]).Select(Path.GetFileName));
    }
}
