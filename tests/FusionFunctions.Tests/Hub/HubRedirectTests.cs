using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Tests.Hub.Loopback;

namespace FusionFunctions.Tests.Hub;

public sealed class HubRedirectTests
{
    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task DownloadAsync_every_kind_of_redirect_is_followed(int status)
    {
        await using var bench = await HubBench.StartAsync();
        bench.Hub.Next("/resolve/", Mishaps.Instead(answer => answer with { Status = status }));
        await bench.DownloadAsync("model.safetensors");
        Assert.Equal(bench.Weights, bench.Downloaded);
    }

    [Fact]
    public async Task ResolveAsync_redirects_in_a_circle_are_bounded()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Hub.Always("/api/", To("/api/models/org/model/revision/main"));
        var e = await Assert.ThrowsAsync<HubException>(() => bench.ResolveAsync());
        Assert.Equal(HubFailure.Damaged, e.Failure);
        Assert.InRange(bench.Hub.Requests.Count, 2, 10);
    }

    [Theory]
    [InlineData("http://example.com/file")]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("ftp://127.0.0.1/file")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//example.com/file")]
    [InlineData("https://user:secret@127.0.0.1/file")]
    public async Task DownloadAsync_redirect_to_an_unsafe_address_is_not_followed(string address)
    {
        await using var bench = await HubBench.StartAsync();
        bench.Hub.Always("/resolve/", To(address));
        var e = await bench.FailAsync("config.json");
        Assert.Equal(HubFailure.Damaged, e.Failure);
        Assert.Contains("not followed", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DownloadAsync_redirect_to_nowhere_is_refused()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Hub.Always("/resolve/", Mishaps.Instead(_ => new Answer(302, [])));
        Assert.Contains("no address", (await bench.FailAsync("config.json")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DownloadAsync_another_port_of_the_same_host_is_not_the_hub()
    {
        await using var bench = await HubBench.StartAsync();
        Assert.Equal(bench.Hub.Address.Host, bench.Storage.Address.Host);
        await bench.DownloadAsync("model.safetensors");
        Assert.Null(Assert.Single(bench.Storage.Requests).Authorization);
    }

    private static Mishap To(string location) => Mishaps.Instead(_ => new Answer(302, []) { Headers = { ["Location"] = location } });
}
