using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Checkpoints.Hub.Fetching;
using FusionFunctions.Checkpoints.Hub.Selections;
using FusionFunctions.Tests.Hub.Loopback;

namespace FusionFunctions.Tests.Hub;

/// <summary>A Hugging Face cache on this machine is used instead of the network.</summary>
public sealed class HubLocalCacheTests
{
    private static readonly string[] s_all = ["config.json", "spiece.model", "model.safetensors"];

    [Theory]
    [InlineData(null)]
    [InlineData("main")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task FetchAsync_snapshot_is_read_in_place_without_a_request(string? revision)
    {
        await using var bench = await HubBench.StartAsync();
        string folder = Use(bench, s_all);
        var snapshot = await bench.FetchAsync(revision: revision);
        Assert.Equal((folder, "", bench.Model.Commit), (snapshot.LocalFolder, snapshot.Folder, snapshot.Commit));
        Assert.Equal(s_all, snapshot.Files.Select(file => file.Path.Value));
        Assert.Equal(bench.Weights.LongLength, snapshot.Files[^1].Size);
        Assert.Equal(bench.Model.Digest("model.safetensors"), snapshot.Files[^1].Sha256);
        Assert.Empty(bench.Hub.Requests);
        Assert.Empty(bench.StoredFiles);
    }

    [Fact]
    public async Task FetchAsync_snapshot_of_a_data_set_is_read_in_place()
    {
        await using var bench = await HubBench.StartAsync();
        var glue = bench.Add("datasets/nyu-mll/glue", 'd').Add("sst2/validation-00000-of-00001.parquet", HubBench.Bytes(9), large: true);
        bench.Options = bench.Options with { LocalCache = bench.Folder["hf"] };
        string folder = LocalCacheFolder.Write(bench.Folder["hf"], glue, "main", "sst2/validation-00000-of-00001.parquet");
        var snapshot = await bench.Fetcher().FetchAsync(
            HubRepository.Dataset("nyu-mll/glue"), null, HubFileSelection.DatasetSplit("sst2", "validation"), null, TestContext.Current.CancellationToken);
        Assert.Equal(folder, snapshot.LocalFolder);
        Assert.Empty(bench.Hub.Requests);
    }

    [Fact]
    public async Task FetchAsync_snapshot_that_may_lack_the_tokenizer_is_compared_with_the_hub()
    {
        await using var bench = await HubBench.StartAsync();
        Use(bench, "config.json", "model.safetensors");
        var snapshot = await bench.FetchAsync();
        Assert.Null(snapshot.LocalFolder);
        Assert.Equal(["spiece.model"], bench.Asked);
        Assert.Equal(bench.Weights, File.ReadAllBytes(Path.Combine(bench.Store.Root, snapshot.Folder, "model.safetensors")));
    }

    [Fact]
    public async Task FetchAsync_snapshot_without_a_tokenizer_is_enough_where_that_comes_from_elsewhere()
    {
        await using var bench = await HubBench.StartAsync();
        string folder = Use(bench, "config.json", "model.safetensors");
        var snapshot = await bench.FetchAsync(HubFileSelection.ModelAlone);
        Assert.Equal(folder, snapshot.LocalFolder);
        Assert.Empty(bench.Hub.Requests);
    }

    [Fact]
    public async Task FetchAsync_that_is_refused_by_a_hub_that_is_away_tells_how_to_do_without_it()
    {
        await using var bench = await HubBench.StartAsync();
        Use(bench, "config.json", "model.safetensors");
        bench.Options = bench.Options with { MaxRetries = 0, Endpoint = new("http://127.0.0.1:9/") };

        var e = await Assert.ThrowsAsync<HubException>(() => bench.FetchAsync());

        Assert.Equal(HubFailure.Unavailable, e.Failure);
        Assert.EndsWith("is in a cache: set HF_HUB_OFFLINE=1 to use that without asking.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FetchAsync_snapshot_that_has_all_that_the_hub_lists_is_read_in_place()
    {
        await using var bench = await HubBench.StartAsync();
        var bare = bench.Add("org/bare", 'b').Add("config.json", "{}").Add("model.safetensors", HubBench.Bytes(10), large: true);
        bench.Options = bench.Options with { LocalCache = bench.Folder["hf"] };
        string folder = LocalCacheFolder.Write(bench.Folder["hf"], bare, null, "config.json", "model.safetensors");
        var snapshot = await bench.Fetcher().FetchAsync(HubRepository.Model("org/bare"), null, HubFileSelection.Model, null, TestContext.Current.CancellationToken);
        Assert.Equal(folder, snapshot.LocalFolder);
        Assert.Empty(bench.Asked);
    }

    [Fact]
    public async Task FetchAsync_into_the_store_copies_and_proves_without_a_request()
    {
        await using var bench = await HubBench.StartAsync();
        Use(bench, s_all);
        var snapshot = await FetchIntoStoreAsync(bench);
        Assert.Equal(bench.Weights, File.ReadAllBytes(Path.Combine(bench.Store.Root, snapshot.Folder, "model.safetensors")));
        Assert.Equal(LoopbackRepository.Sha256(bench.Model["config.json"]), snapshot.Files[0].Sha256);
        Assert.Empty(bench.Hub.Requests);
        // What is in the store now is enough, also for a fresh run.
        Directory.Delete(bench.Folder["hf"], recursive: true);
        Assert.Equal(snapshot.Files, (await bench.FetchAsync(revision: snapshot.Commit)).Files);
        Assert.Empty(bench.Hub.Requests);
    }

    [Fact]
    public async Task FetchAsync_into_the_store_takes_a_damaged_file_from_the_hub()
    {
        await using var bench = await HubBench.StartAsync();
        string folder = Use(bench, s_all);
        File.WriteAllBytes(Path.Combine(folder, "model.safetensors"), new byte[bench.Weights.Length]);
        var snapshot = await FetchIntoStoreAsync(bench);
        Assert.Equal(["model.safetensors"], bench.Asked);
        Assert.Equal(bench.Weights, File.ReadAllBytes(Path.Combine(bench.Store.Root, snapshot.Folder, "model.safetensors")));
    }

    [Fact]
    public async Task FetchAsync_shards_of_a_snapshot_are_found_through_its_index()
    {
        await using var bench = await HubBench.StartAsync();
        var sharded = bench.Add("org/sharded", 'b').Add("config.json", "{}").Add("spiece.model", "x")
            .Add("model.safetensors.index.json", """{"weight_map": {"a": "model-00001-of-00001.safetensors"}}""")
            .Add("model-00001-of-00001.safetensors", HubBench.Bytes(10), large: true);
        bench.Options = bench.Options with { LocalCache = bench.Folder["hf"] };
        LocalCacheFolder.Write(bench.Folder["hf"], sharded, "main", "config.json", "spiece.model", "model.safetensors.index.json");
        var run = bench.Fetcher();
        Assert.Null((await FetchAsync(run)).LocalFolder);
        Assert.Equal(["model-00001-of-00001.safetensors"], bench.Asked);
        LocalCacheFolder.Write(bench.Folder["other"], sharded, "main", "config.json", "spiece.model", "model.safetensors.index.json", "model-00001-of-00001.safetensors");
        bench.Options = bench.Options with { LocalCache = bench.Folder["other"], Offline = true };
        Directory.Delete(bench.Store.Root, recursive: true);
        Assert.NotNull((await FetchAsync(bench.Fetcher())).LocalFolder);

        static Task<HubSnapshot> FetchAsync(HubFetcher run) =>
            run.FetchAsync(HubRepository.Model("org/sharded"), null, HubFileSelection.Model, null, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("not a commit")]
    [InlineData("../../../../etc")]
    [InlineData("bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")]
    public async Task FetchAsync_reference_to_no_snapshot_is_ignored(string text)
    {
        await using var bench = await HubBench.StartAsync();
        Use(bench, s_all);
        File.WriteAllText(bench.Folder["hf", "models--org--model", "refs", "main"], text);
        Assert.Equal(bench.Model.Commit, (await bench.FetchAsync()).Commit);
        Assert.NotEmpty(bench.Hub.Requests);
    }

    [Fact]
    public async Task FetchAsync_link_to_a_blob_that_is_gone_is_no_file()
    {
        await using var bench = await HubBench.StartAsync();
        Use(bench, s_all);
        File.Delete(bench.Folder["hf", "models--org--model", "blobs", bench.Model.Digest("model.safetensors")]);
        await bench.FetchAsync();
        Assert.Equal(["model.safetensors"], bench.Asked);
    }

    [Fact]
    public async Task FetchAsync_links_in_a_circle_are_not_followed()
    {
        await using var bench = await HubBench.StartAsync();
        string folder = Use(bench, s_all);
        Directory.CreateSymbolicLink(Path.Combine(folder, "circle"), folder);
        File.CreateSymbolicLink(Path.Combine(folder, "self"), Path.Combine(folder, "self"));
        Assert.Equal(folder, (await bench.FetchAsync()).LocalFolder);
    }

    private static string Use(HubBench bench, params string[] files)
    {
        bench.Options = bench.Options with { LocalCache = bench.Folder["hf"] };
        return LocalCacheFolder.Write(bench.Folder["hf"], bench.Model, "main", files);
    }

    private static Task<HubSnapshot> FetchIntoStoreAsync(HubBench bench) =>
        bench.Fetcher(LocalCacheUse.CopyIntoStore).FetchAsync(bench.Repository, null, HubFileSelection.Model, null, TestContext.Current.CancellationToken);
}
