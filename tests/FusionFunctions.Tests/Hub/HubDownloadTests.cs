using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Storage;
using FusionFunctions.Tests.Hub.Loopback;

namespace FusionFunctions.Tests.Hub;

public sealed class HubDownloadTests
{
    private const string Weights = "model.safetensors";
    private const string Config = "config.json";

    [Fact]
    public async Task DownloadAsync_large_file_comes_from_the_storage_host_without_the_token()
    {
        await using var bench = await HubBench.StartAsync();
        var download = await bench.DownloadAsync(Weights);
        Assert.Equal(bench.Weights, bench.Downloaded);
        Assert.Equal((bench.Weights.LongLength, bench.Model.Digest(Weights)), (download.Size, download.Sha256));
        Assert.Null(Assert.Single(bench.Storage.Requests).Authorization);
        Assert.Equal(($"/org/model/resolve/{bench.Model.Commit}/{Weights}", $"Bearer {HubBench.Token}"),
            (bench.Hub.Requests[^1].Path, bench.Hub.Requests[^1].Authorization));
    }

    [Fact]
    public async Task DownloadAsync_small_file_comes_from_the_hub_verified_by_its_git_id()
    {
        await using var bench = await HubBench.StartAsync();
        var download = await bench.DownloadAsync(Config);
        Assert.Equal(bench.Model[Config], bench.Downloaded);
        Assert.Equal(LoopbackRepository.Sha256(bench.Model[Config]), download.Sha256);
        Assert.Equal("identity", bench.Hub.Requests[^1].AcceptEncoding);
    }

    [Fact]
    public async Task DownloadAsync_small_file_through_a_relative_redirect_keeps_the_token()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Add("cache/of", bench.Model.Commit[0]).Add(Config, bench.Model[Config]);
        bench.Hub.Next("/resolve/", Mishaps.Instead(answer => new Answer(307, [])
        {
            Headers = { ["Location"] = $"/cache/of/resolve/main/{Config}", ["X-Linked-Etag"] = answer.Headers["ETag"] },
        }));
        await bench.DownloadAsync(Config);
        Assert.Equal(bench.Model[Config], bench.Downloaded);
        Assert.Equal($"Bearer {HubBench.Token}", bench.Hub.Requests[^1].Authorization);
    }

    [Fact]
    public async Task DownloadAsync_empty_file_is_downloaded()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Model.Add("empty", "");
        Assert.Equal(0, (await bench.DownloadAsync("empty")).Size);
        Assert.Empty(bench.Downloaded!);
    }

    [Fact]
    public async Task DownloadAsync_file_in_a_folder_with_odd_characters_is_escaped()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Model.Add("a b/c%2F#?.txt", "text");
        await bench.DownloadAsync("a b/c%2F#?.txt");
        Assert.Equal("text", HubBench.Text(bench.Downloaded));
        Assert.EndsWith("/a%20b/c%252F%23%3F.txt", bench.Hub.Requests[^1].Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DownloadAsync_blob_streams_into_the_store_and_is_invisible_until_it_is_whole()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Storage.Next("/repos/", Mishaps.HangAfter(1 << 20, bench.Progress, bench.Hanging));
        var download = bench.DownloadAsync(Weights);
        await bench.IsHangingAsync();
        Assert.Null(bench.Downloaded);
        // It streams: what has arrived is in the store's one temporary file, but for a buffer.
        Assert.InRange(new FileInfo(bench.Folder["store", Assert.Single(bench.StoredFiles)]).Length, (1 << 20) - (1 << 17), 1 << 20);
        await bench.Clock.ExpireAsync();
        await download;
        Assert.Equal(bench.Weights, bench.Downloaded);
    }

    [Fact]
    public async Task DownloadAsync_caller_who_gives_up_leaves_nothing()
    {
        await using var bench = await HubBench.StartAsync();
        using var stop = new CancellationTokenSource();
        bench.Storage.Next("/repos/", Mishaps.HangAfter(1 << 20, bench.Progress, bench.Hanging));
        var revision = await bench.ResolveAsync();
        var download = bench.Client().DownloadAsync(revision, revision.Find(Weights)!, bench.Store, BlobPath.Parse("file"), bench.Progress, stop.Token);
        await bench.IsHangingAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => download);
        Assert.Empty(bench.StoredFiles);
    }

    [Fact]
    public async Task DownloadAsync_store_that_cannot_be_written_is_not_tried_again()
    {
        await using var bench = await HubBench.StartAsync();
        File.WriteAllText(bench.Store.Root, "a file where the store's directory should be");
        await Assert.ThrowsAsync<StorageException>(() => bench.DownloadAsync(Weights));
        Assert.Single(bench.Asked);
    }

    [Fact]
    public void HubClient_handler_that_follows_redirects_is_refused()
    {
        using var handler = new HttpClientHandler();
        Assert.Throws<ArgumentException>(() => new HubClient(new HubOptions(), handler));
    }
}
