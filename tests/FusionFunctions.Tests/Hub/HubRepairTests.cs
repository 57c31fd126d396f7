using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Tests.Hub.Loopback;

namespace FusionFunctions.Tests.Hub;

/// <summary>What an ended run leaves behind, and what is no longer whole.</summary>
public sealed class HubRepairTests
{
    private static readonly string[] s_needed = ["config.json", "spiece.model", "model.safetensors"];

    [Fact]
    public async Task FetchAsync_failed_download_leaves_whole_files_only()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Storage.Always("/repos/", Mishaps.Damage());
        await Assert.ThrowsAsync<HubException>(() => bench.FetchAsync());
        Assert.Equal(
            ["config.json", "spiece.model"],
            bench.StoredFiles.Where(file => file.Contains($"{bench.Model.Commit}/", StringComparison.Ordinal)).Select(Path.GetFileName));
    }

    [Fact]
    public async Task FetchAsync_file_without_manifest_is_proven_and_taken()
    {
        await using var bench = await HubBench.StartAsync();
        Leave(bench, "model.safetensors", bench.Weights);
        await bench.FetchAsync();
        Assert.Equal(["config.json", "spiece.model"], bench.Asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FetchAsync_wrong_file_without_manifest_is_replaced(bool sameSize)
    {
        await using var bench = await HubBench.StartAsync();
        string file = Leave(bench, "model.safetensors", new byte[sameSize ? bench.Weights.Length : 5]);
        await bench.FetchAsync();
        Assert.Equal(bench.Weights, File.ReadAllBytes(file));
    }

    [Theory]
    [InlineData("truncated")]
    [InlineData("deleted")]
    public async Task FetchAsync_file_that_is_no_longer_whole_is_fetched_again(string harm)
    {
        await using var bench = await HubBench.StartAsync();
        string file = Path.Combine(bench.Store.Root, (await bench.FetchAsync()).Folder, "model.safetensors");
        if (harm == "deleted")
            File.Delete(file);
        else
            File.WriteAllBytes(file, [1, 2, 3]);
        await bench.FetchAsync(revision: bench.Model.Commit);
        Assert.Equal(bench.Weights, File.ReadAllBytes(file));
        Assert.Equal([.. s_needed, "model.safetensors"], bench.Asked);
    }

    private static string Leave(HubBench bench, string name, byte[] content)
    {
        string file = Path.Combine(bench.Store.Root, "checkpoints", "org", "model", bench.Model.Commit, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
        return file;
    }
}
