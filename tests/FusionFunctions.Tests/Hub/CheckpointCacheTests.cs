using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Checkpoints.Hub.Cache;
using FusionFunctions.Checkpoints.Hub.Selections;
using FusionFunctions.Storage;
using FusionFunctions.Tests.Hub.Loopback;

namespace FusionFunctions.Tests.Hub;

public sealed class CheckpointCacheTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ListAsync_gives_commits_with_sizes_and_revisions()
    {
        await using var bench = await FilledAsync();
        var entries = await new CheckpointCache(bench.Store).ListAsync(Token).ToListAsync(Token);
        Assert.Equal([HubRepository.Model("org/model"), HubRepository.Dataset("org/data")], entries.Select(entry => entry.Repository));
        var model = entries[0];
        Assert.Equal((bench.Model.Commit, 3), (model.Commit, model.Files.Count));
        Assert.Equal(bench.Weights.Length + 1000 + bench.Model["config.json"].Length, model.Bytes);
        Assert.Equal(["main"], model.Revisions);
        Assert.Equal(77, entries[1].Bytes);
    }

    [Fact]
    public async Task ListAsync_empty_store_is_empty_and_foreign_files_are_not_ours()
    {
        await using var bench = await HubBench.StartAsync();
        var cache = new CheckpointCache(bench.Store);
        Assert.Empty(await cache.ListAsync(Token).ToListAsync(Token));
        foreach (string path in new[] { "checkpoints/x", "checkpoints/a/b/c/d", $"checkpoints/-/b/{new string('a', 40)}/f", "merges/1/config.json" })
            await bench.Store.WriteTextAsync(BlobPath.Parse(path), "x", BlobWriteMode.Create, Token);
        Assert.Empty(await cache.ListAsync(Token).ToListAsync(Token));
        Assert.Empty((await cache.PruneAsync(_ => true, Token)).Removed);
        Assert.Equal(4, bench.StoredFiles.Length);
    }

    [Fact]
    public async Task VerifyAsync_fresh_cache_has_no_problems()
    {
        await using var bench = await FilledAsync();
        var all = await new CheckpointCache(bench.Store).VerifyAsync(Token).ToListAsync(Token);
        Assert.Equal(2, all.Count);
        Assert.All(all, verification => Assert.Empty(verification.Problems));
    }

    [Theory]
    [InlineData("flip", "sha256")]
    [InlineData("cut", "bytes")]
    [InlineData("delete", "missing")]
    [InlineData("add", "does not know")]
    [InlineData("manifest", "damaged")]
    [InlineData("no manifest", "missing")]
    public async Task VerifyAsync_every_harm_is_found(string harm, string text)
    {
        await using var bench = await FilledAsync();
        string folder = Path.Combine(bench.Store.Root, "checkpoints", "org", "model", bench.Model.Commit);
        string file = Path.Combine(folder, "model.safetensors");
        switch (harm)
        {
            case "flip": File.WriteAllBytes(file, [.. bench.Weights.Select((b, i) => i == 1000 ? (byte)~b : b)]); break;
            case "cut": File.WriteAllBytes(file, bench.Weights[..^1]); break;
            case "delete": File.Delete(file); break;
            case "add": File.WriteAllText(Path.Combine(folder, "more"), "x"); break;
            case "manifest": File.WriteAllText(folder + ".json", "{"); break;
            default: File.Delete(folder + ".json"); break;
        }
        var verification = (await new CheckpointCache(bench.Store).VerifyAsync(Token).ToListAsync(Token))[0];
        Assert.Contains(text, Assert.Single(verification.Problems).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PruneAsync_removes_what_is_selected_and_its_references()
    {
        await using var bench = await FilledAsync();
        var cache = new CheckpointCache(bench.Store);
        var report = await cache.PruneAsync(entry => entry.Repository.Kind == HubRepositoryKind.Model, Token);
        Assert.Equal("org/model", Assert.Single(report.Removed).Repository.Name);
        Assert.Equal(bench.Weights.Length + 1000 + bench.Model["config.json"].Length, report.Bytes);
        Assert.Equal(HubRepositoryKind.Dataset, Assert.Single(await cache.ListAsync(Token).ToListAsync(Token)).Repository.Kind);
        Assert.All(bench.StoredFiles, path => Assert.True(path.StartsWith("datasets", StringComparison.Ordinal) || path.EndsWith(".lock", StringComparison.Ordinal), path));
        Assert.Equal(3, (await bench.FetchAsync()).Files.Count);
    }

    [Fact]
    public async Task PruneAsync_damaged_commit_is_removed_and_comes_back_whole()
    {
        await using var bench = await FilledAsync();
        string folder = Path.Combine(bench.Store.Root, "checkpoints", "org", "model", bench.Model.Commit);
        File.WriteAllText(folder + ".json", "null");
        await Assert.ThrowsAsync<StorageException>(() => bench.FetchAsync());
        var cache = new CheckpointCache(bench.Store);
        var damaged = (await cache.VerifyAsync(Token).ToListAsync(Token)).Where(verification => verification.Problems.Count > 0).Select(verification => verification.Entry.Commit).ToHashSet();
        Assert.Single((await cache.PruneAsync(entry => damaged.Contains(entry.Commit), Token)).Removed);
        await bench.FetchAsync();
        Assert.All(await cache.VerifyAsync(Token).ToListAsync(Token), verification => Assert.Empty(verification.Problems));
    }

    [Fact]
    public async Task PruneAsync_leaves_a_commit_that_is_being_fetched()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Storage.Next("/repos/", Mishaps.HangAfter(1000, bench.Progress, bench.Hanging));
        var fetch = bench.FetchAsync();
        await bench.IsHangingAsync();
        var report = await new CheckpointCache(bench.Store).PruneAsync(_ => true, Token);
        Assert.Empty(report.Removed);
        Assert.Equal("org/model", Assert.Single(report.InUse).Repository.Name);
        await bench.Clock.ExpireAsync();
        Assert.Equal(3, (await fetch).Files.Count);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"repository": "org/model", "kind": "model", "commit": "bbbb", "listedByHub": true, "files": []}""")]
    [InlineData("""{"repository": "../x", "kind": "model", "commit": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "listedByHub": true, "files": []}""")]
    [InlineData("""{"repository": "org/model", "kind": "model", "commit": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "listedByHub": true, "files": [{"path": "../x", "size": 1, "fetched": "2026-01-01T00:00:00Z"}]}""")]
    [InlineData("""{"repository": "org/model", "kind": "model", "commit": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "listedByHub": true, "files": null}""")]
    [InlineData("""{"repository": "org/model", "kind": "model", "commit": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "listedByHub": true, "files": [null]}""")]
    public async Task FetchAsync_manifest_that_is_none_is_refused_by_name(string json)
    {
        await using var bench = await HubBench.StartAsync();
        await bench.Store.WriteTextAsync(BlobPath.Parse($"checkpoints/org/model/{bench.Model.Commit}.json"), json, BlobWriteMode.Create, Token);
        await Assert.ThrowsAnyAsync<StorageException>(() => bench.FetchAsync());
    }

    private static async Task<HubBench> FilledAsync()
    {
        var bench = await HubBench.StartAsync();
        bench.Add("datasets/org/data", 'd').Add("all/test-00000-of-00001.parquet", HubBench.Bytes(77), large: true);
        await bench.FetchAsync();
        await bench.Fetcher().FetchAsync(HubRepository.Dataset("org/data"), null, HubFileSelection.DatasetSplit("all", "test"), null, Token);
        return bench;
    }
}
