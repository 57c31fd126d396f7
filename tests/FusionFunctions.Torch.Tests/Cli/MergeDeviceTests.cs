using System.Text.Json.Nodes;
using FusionFunctions.Tests.Reference;
using FusionFunctions.Torch.Tests.Matrices;

namespace FusionFunctions.Torch.Tests.Cli;

/// <summary>Where <c>fusion merge</c> computes matrices.</summary>
public sealed class MergeDeviceTests
{
    [Fact]
    public async Task Merge_on_a_gpu_that_is_not_there_ends_with_2_before_anything_is_written()
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 3);
        Assert.SkipWhen(TorchSharp.torch.cuda.is_available(), "There is a GPU here.");

        var (exitCode, _, errors) = await MergeRun.MergeAsync(folder, file, "--device", "cuda");

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

        var managed = await MergeRun.MergeAsync(folder, file, options);
        var torch = await FusionProcess.RunAsync(
            ["merge", file, "--output", folder["torch"], "--store", folder["store"], "--matrices", "libtorch", .. options]);

        Assert.Equal((0, 0), (managed.ExitCode, torch.ExitCode));
        Rounding.IsAllThatDiffers(await MergeRun.WeightsAsync(folder["out", "iso_c"]), await MergeRun.WeightsAsync(folder["torch", "iso_c"]));
        Assert.Null(await DeviceAsync(folder["out", "iso_c"]));
        Assert.Equal("cpu", await DeviceAsync(folder["torch", "iso_c"]));
    }

    private static async Task<string?> DeviceAsync(string path) =>
        (string?)JsonNode.Parse(await File.ReadAllTextAsync(Path.Join(path, "merge.json"), TestContext.Current.CancellationToken))!["report"]!["device"];
}
