using System.Runtime.InteropServices;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Cli;

/// <summary>libtorch takes memory that counts towards no bound: without a GPU a merge loads it only where it is asked for.</summary>
public sealed class MergeWithoutLibTorchTests
{
    [Theory]
    [InlineData(new string[0], false)]
    [InlineData(new[] { "--matrices", "libtorch" }, true)]
    public async Task Spectral_merge_on_a_machine_without_a_driver_loads_libtorch_only_when_told_to(string[] options, bool isLoaded)
    {
        Assert.SkipWhen(NativeLibrary.TryLoad("libcuda.so.1", out _), "There is an NVIDIA driver here.");
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 3);
        Directory.CreateDirectory(folder["loaded"]);

        var (exitCode, _, errors) = await FusionProcess.RunAsync(
            new Dictionary<string, string> { ["LD_DEBUG"] = "files", ["LD_DEBUG_OUTPUT"] = folder["loaded", "by"] },
            ["merge", file, "--set", "methods=[iso_c]", "--output", folder["out"], "--store", folder["store"], .. options]);

        Assert.Equal((0, ""), (exitCode, errors));
        string[] loaded = [.. Directory.EnumerateFiles(folder["loaded"]).SelectMany(File.ReadLines)];
        Assert.SkipWhen(loaded.Length == 0, "What is loaded is told by the loader of glibc alone.");
        Assert.Equal(isLoaded, loaded.Any(line => line.Contains("libtorch", StringComparison.OrdinalIgnoreCase)));
    }
}
