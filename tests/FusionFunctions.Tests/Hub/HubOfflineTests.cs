using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Checkpoints.Hub.Selections;
using FusionFunctions.Tests.Hub.Loopback;

namespace FusionFunctions.Tests.Hub;

public sealed class HubOfflineTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("main")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task FetchAsync_offline_uses_what_the_store_has(string? revision)
    {
        await using var bench = await HubBench.StartAsync();
        var online = await bench.FetchAsync();
        int requests = GoOffline(bench);
        Assert.Equal(online.Files, (await bench.FetchAsync(revision: revision)).Files);
        Assert.Equal(requests, bench.Hub.Requests.Count);
    }

    [Fact]
    public async Task FetchAsync_from_a_hub_that_is_away_names_what_the_store_has_and_only_that()
    {
        await using var bench = await HubBench.StartAsync();
        string commit = (await bench.FetchAsync()).Commit;
        bench.Options = bench.Options with { MaxRetries = 0, Endpoint = new("http://127.0.0.1:9/") };

        var e = await Assert.ThrowsAsync<HubException>(() => bench.FetchAsync());
        var other = await Assert.ThrowsAsync<HubException>(() => bench.FetchAsync(HubFileSelection.Adapter));

        Assert.EndsWith($"All that is needed of org/model@{commit} is in a cache: set HF_HUB_OFFLINE=1 to use that without asking.", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("HF_HUB_OFFLINE", other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FetchAsync_offline_uses_a_snapshot_without_tokenizer()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Options = bench.Options with { LocalCache = bench.Folder["hf"] };
        LocalCacheFolder.Write(bench.Folder["hf"], bench.Model, "main", "config.json", "model.safetensors");
        GoOffline(bench);
        Assert.Equal(2, (await bench.FetchAsync()).Files.Count);
        Assert.Empty(bench.Hub.Requests);
    }

    [Fact]
    public async Task FetchAsync_offline_joins_what_both_caches_have()
    {
        await using var bench = await HubBench.StartAsync();
        await bench.FetchAsync(HubFileSelection.Tokenizer);
        bench.Options = bench.Options with { LocalCache = bench.Folder["hf"] };
        LocalCacheFolder.Write(bench.Folder["hf"], bench.Model, null, "config.json", "model.safetensors");
        int requests = GoOffline(bench);
        Assert.Equal(["config.json", "spiece.model", "model.safetensors"], (await bench.FetchAsync()).Files.Select(file => file.Path.Value));
        Assert.Equal(requests, bench.Hub.Requests.Count);
    }

    [Fact]
    public async Task FetchAsync_offline_without_any_cache_says_what_to_do()
    {
        await using var bench = await HubBench.StartAsync();
        GoOffline(bench);
        var e = await Assert.ThrowsAsync<HubException>(() => bench.FetchAsync());
        Assert.Equal(HubFailure.Offline, e.Failure);
        Assert.Contains("org/model@main", e.Message, StringComparison.Ordinal);
        Assert.Contains("HF_HUB_OFFLINE", e.Message, StringComparison.Ordinal);
        Assert.Empty(bench.Hub.Requests);
    }

    [Fact]
    public async Task FetchAsync_offline_with_a_file_missing_names_it()
    {
        await using var bench = await HubBench.StartAsync();
        await bench.FetchAsync(HubFileSelection.Tokenizer);
        int requests = GoOffline(bench);
        var e = await Assert.ThrowsAsync<HubException>(() => bench.FetchAsync());
        Assert.Equal(HubFailure.Offline, e.Failure);
        Assert.Contains("'config.json'", e.Message, StringComparison.Ordinal);
        Assert.Equal(requests, bench.Hub.Requests.Count);
    }

    private static int GoOffline(HubBench bench)
    {
        bench.Options = bench.Options with { Offline = true };
        return bench.Hub.Requests.Count;
    }
}
