using FusionFunctions.Checkpoints.Export;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Cli;

/// <summary>The folders that <c>fusion merge</c> leaves, at first, again, side by side and after damage.</summary>
public sealed class MergeOutputTests
{
    [Fact]
    public async Task Merge_writes_a_folder_for_every_variant_and_finds_it_again()
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 3);

        var first = await MergeRun.MergeAsync(folder, file);

        Assert.Equal((0, ""), (first.ExitCode, first.Errors));
        string[] folders = ["simple_average", "task_arithmetic_scaling_factor-0", "task_arithmetic_scaling_factor-0.3", "ties_merging_scaling_factor-0.3_threshold-20_merge_func-sum"];
        Assert.Equal(folders, Directory.EnumerateDirectories(folder["out"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(folders, name => Assert.Contains(folder["out", name], first.Output, StringComparison.Ordinal));
        Assert.Equal(await MergeRun.WeightsAsync(Path.Join(SmallExperiment.Samples, "base")), await MergeRun.WeightsAsync(folder["out", "task_arithmetic_scaling_factor-0"]));
        Assert.NotEqual(await MergeRun.WeightsAsync(Path.Join(SmallExperiment.Samples, "base")), await MergeRun.WeightsAsync(folder["out", "simple_average"]));

        var times = Directory.EnumerateFiles(folder["out"], "*", SearchOption.AllDirectories).ToDictionary(path => path, File.GetLastWriteTimeUtc);
        var second = await MergeRun.MergeAsync(folder, file);
        Assert.Equal((0, first.Output), (second.ExitCode, second.Output));
        Assert.All(times, entry => Assert.Equal(entry.Value, File.GetLastWriteTimeUtc(entry.Key)));
    }

    [Fact]
    public async Task Merge_in_small_shards_and_little_memory_gives_the_same_weights()
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 3);

        var whole = await MergeRun.MergeAsync(folder, file, "--threads", "2");
        var sharded = await FusionProcess.RunAsync(
            "merge", file, "--output", folder["sharded"], "--store", folder["store"], "--memory", "16MB", "--threads", "1", "--max-shard-size", "100KB");

        Assert.Equal((0, 0), (whole.ExitCode, sharded.ExitCode));
        Assert.True(File.Exists(folder["sharded", "simple_average", "model.safetensors.index.json"]));
        Assert.Equal(await MergeRun.WeightsAsync(folder["out", "simple_average"]), await MergeRun.WeightsAsync(folder["sharded", "simple_average"]));
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
    public async Task Merge_whose_output_was_damaged_since_makes_it_whole_again()
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 3);
        var first = await MergeRun.MergeAsync(folder, file);
        byte[] expected = await File.ReadAllBytesAsync(folder["out", "simple_average", "model.safetensors"], TestContext.Current.CancellationToken);
        File.Delete(folder["out", "simple_average", "model.safetensors"]);

        var second = await MergeRun.MergeAsync(folder, file);

        Assert.Equal((0, first.Output), (second.ExitCode, second.Output));
        Assert.Equal(expected, await File.ReadAllBytesAsync(folder["out", "simple_average", "model.safetensors"], TestContext.Current.CancellationToken));
    }
}
