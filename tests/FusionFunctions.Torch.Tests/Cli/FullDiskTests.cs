using System.Diagnostics;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Cli;

public sealed class FullDiskTests
{
    // In units of 1024 bytes: room for the journal, not for a merged checkpoint.
    private const int LargestFile = 256;

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Run_on_a_full_disk_removes_what_it_began_and_can_be_repeated()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Limits the size of files as Linux shells do.");
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 3);

        var (exitCode, errors) = await RunWithLimitedFilesAsync("run", file, "--store", folder["store"]);

        Assert.Equal(2, exitCode);
        Assert.Contains("error: ", errors, StringComparison.Ordinal);
        Assert.Contains(".safetensors", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(folder["store"], ".tmp-*", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateFiles(folder["store"], "merge.json", SearchOption.AllDirectories));

        var repeated = await FusionProcess.RunAsync("run", file, "--store", folder["store"]);
        Assert.Equal((0, ""), (repeated.ExitCode, repeated.Errors));
    }

    // A file that may not grow fails like one on a full disk, and needs no disk of its own.
    private static async Task<(int ExitCode, string Errors)> RunWithLimitedFilesAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", ["-c", $"ulimit -f {LargestFile}; exec dotnet exec \"$@\"", "bash", Path.Join(AppContext.BaseDirectory, "fusion.dll"), .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            // The runtime's executable memory is a file too, and a large one.
            Environment = { ["DOTNET_EnableWriteXorExecute"] = "0" },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await output;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, errors);
    }
}
