using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Tests.Hub.Loopback;

namespace FusionFunctions.Tests.Hub;

/// <summary>What arrives must be what the hub declares.</summary>
public sealed class HubVerificationTests
{
    private const string Weights = "model.safetensors";
    private const string Config = "config.json";

    [Theory]
    [InlineData(Weights)]
    [InlineData(Config)]
    public async Task DownloadAsync_wrong_digest_once_is_fetched_again(string file)
    {
        await using var bench = await HubBench.StartAsync();
        (file == Weights ? bench.Storage : bench.Hub).Next(file == Weights ? "/repos/" : "/resolve/", Mishaps.Damage());
        await bench.DownloadAsync(file);
        Assert.Equal(bench.Model[file], bench.Downloaded);
    }

    [Theory]
    [InlineData(Weights)]
    [InlineData(Config)]
    public async Task DownloadAsync_wrong_digest_twice_fails_and_leaves_nothing(string file)
    {
        await using var bench = await HubBench.StartAsync();
        (file == Weights ? bench.Storage : bench.Hub).Always(file == Weights ? "/repos/" : "/resolve/", Mishaps.Damage());
        var e = await bench.FailAsync(file);
        Assert.Equal(HubFailure.Damaged, e.Failure);
        Assert.Contains(file, e.Message, StringComparison.Ordinal);
        Assert.Contains(bench.Model.Digest(file), e.Message, StringComparison.Ordinal);
        Assert.Equal(2, bench.Hub.Requests.Count(request => request.Path.Contains("/resolve/", StringComparison.Ordinal)));
        Assert.Empty(bench.StoredFiles);
    }

    [Theory]
    [InlineData("X-Linked-Etag", "\"0000000000000000000000000000000000000000000000000000000000000000\"", "sha256")]
    [InlineData("X-Linked-Size", "7", "size")]
    [InlineData("X-Repo-Commit", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "commit")]
    public async Task DownloadAsync_headers_that_contradict_the_listing_are_refused(string header, string value, string what)
    {
        await using var bench = await HubBench.StartAsync();
        bench.Hub.Always("/resolve/", Mishaps.Header(header, value));
        var e = await bench.FailAsync(Weights);
        Assert.Equal(HubFailure.Damaged, e.Failure);
        Assert.Contains(what, e.Message, StringComparison.Ordinal);
        Assert.Empty(bench.StoredFiles);
    }

    [Theory]
    [InlineData(Weights)]
    [InlineData(Config)]
    public async Task DownloadAsync_digest_and_size_may_come_from_the_headers_alone(string file)
    {
        await using var bench = await HubBench.StartAsync();
        bench.Hub.Always("/api/", Mishaps.Instead(_ => BareListing(bench, file)));
        await bench.DownloadAsync(file);
        Assert.Equal(bench.Model[file], bench.Downloaded);
        (file == Weights ? bench.Storage : bench.Hub).Always(file == Weights ? "/repos/" : "/resolve/", Mishaps.Damage());
        Assert.Equal(HubFailure.Damaged, (await bench.FailAsync(file)).Failure);
    }

    [Fact]
    public async Task DownloadAsync_no_digest_anywhere_is_refused()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Hub.Always("/api/", Mishaps.Instead(_ => BareListing(bench, Config)));
        bench.Hub.Always("/resolve/", Mishaps.Header("ETag", "\"something-else\""));
        Assert.Contains("no digest", (await bench.FailAsync(Config)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ETag")]
    [InlineData("X-Linked-Etag")]
    public async Task DownloadAsync_digest_that_a_storage_host_names_does_not_count(string header)
    {
        await using var bench = await HubBench.StartAsync();
        byte[] other = new byte[bench.Weights.Length];
        bench.Hub.Always("/api/", Mishaps.Instead(_ => BareListing(bench, Weights)));
        bench.Hub.Always("/resolve/", Mishaps.Header("X-Linked-Etag", ""));
        bench.Storage.Always("/repos/", Mishaps.Instead(_ => new Answer(200, other) { Headers = { [header] = $"\"{LoopbackRepository.Sha256(other)}\"" } }));
        Assert.Contains("no digest", (await bench.FailAsync(Weights)).Message, StringComparison.Ordinal);
        Assert.Empty(bench.StoredFiles);
    }

    [Fact]
    public async Task DownloadAsync_more_bytes_than_declared_are_refused()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Storage.Next("/repos/", Mishaps.Chunked(body => [.. body, 1]));
        bench.Storage.Next("/repos/", Mishaps.Instead(answer => answer with { Body = [.. answer.Body, 1] }));
        var e = await bench.FailAsync(Weights);
        Assert.Equal(HubFailure.Damaged, e.Failure);
        Assert.Contains($"{bench.Weights.Length}", e.Message, StringComparison.Ordinal);
        Assert.Empty(bench.StoredFiles);
    }

    [Fact]
    public async Task DownloadAsync_compressed_body_is_refused()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Storage.Always("/repos/", Mishaps.Header("Content-Encoding", "gzip"));
        Assert.Contains("compressed", (await bench.FailAsync(Weights)).Message, StringComparison.Ordinal);
    }

    private static Answer BareListing(HubBench bench, string file) =>
        new(200, System.Text.Encoding.UTF8.GetBytes($$"""{"sha": "{{bench.Model.Commit}}", "siblings": [{"rfilename": "{{file}}"}]}"""));
}
