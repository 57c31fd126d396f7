using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Tests.Hub.Loopback;

namespace FusionFunctions.Tests.Hub;

/// <summary>What the hub refuses: the message says what, where to look and what to do.</summary>
public sealed class HubAccessTests
{
    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task ResolveAsync_gated_repository_names_its_page_and_the_token(int status)
    {
        await using var bench = await HubBench.StartAsync();
        bench.Hub.Always("/api/", Mishaps.Status(status, "GatedRepo", "Access to model org/model is restricted."));
        var e = await Assert.ThrowsAsync<HubException>(() => bench.ResolveAsync());
        Assert.Equal(HubFailure.AccessDenied, e.Failure);
        AssertSays(e, "org/model is gated", $"{bench.Hub.Address}org/model", "accept its terms", "HF_TOKEN", "settings/tokens", "is restricted");
        Assert.Single(bench.Hub.Requests);
    }

    [Fact]
    public async Task ResolveAsync_gated_dataset_names_the_dataset_page()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Hub.Always("/api/", Mishaps.Status(403, "GatedRepo"));
        var e = await Assert.ThrowsAsync<HubException>(() =>
            bench.Client().ResolveAsync(HubRepository.Dataset("org/data"), null, TestContext.Current.CancellationToken));
        AssertSays(e, $"{bench.Hub.Address}datasets/org/data");
    }

    [Fact]
    public async Task DownloadAsync_gated_file_names_the_page()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Hub.Always("/resolve/", Mishaps.Status(403, "GatedRepo"));
        var e = await bench.FailAsync("model.safetensors");
        Assert.Equal(HubFailure.AccessDenied, e.Failure);
        AssertSays(e, $"{bench.Hub.Address}org/model");
        Assert.Empty(bench.StoredFiles);
    }

    [Theory]
    [InlineData(true, "does not accept the token")]
    [InlineData(false, "private, gated or does not exist")]
    public async Task ResolveAsync_unauthorized_depends_on_whether_there_is_a_token(bool token, string text)
    {
        await using var bench = await HubBench.StartAsync();
        if (!token)
            bench.Options = bench.Options with { Token = null };
        bench.Hub.Always("/api/", Mishaps.Status(401));
        var e = await Assert.ThrowsAsync<HubException>(() => bench.ResolveAsync());
        Assert.Equal(HubFailure.AccessDenied, e.Failure);
        AssertSays(e, text, "HF_TOKEN");
    }

    [Fact]
    public async Task ResolveAsync_forbidden_repeats_what_the_hub_says_on_one_short_line()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Hub.Always("/api/", Mishaps.Status(403, message: "no\tway " + new string('x', 5000)));
        var e = await Assert.ThrowsAsync<HubException>(() => bench.ResolveAsync());
        AssertSays(e, "no\\u0009way", "HF_TOKEN");
        Assert.InRange(e.Message.Length, 100, 700);
    }

    [Fact]
    public async Task ResolveAsync_missing_repository_is_named()
    {
        await using var bench = await HubBench.StartAsync();
        var e = await Assert.ThrowsAsync<HubException>(() =>
            bench.Client().ResolveAsync(HubRepository.Model("org/other"), null, TestContext.Current.CancellationToken));
        Assert.Equal(HubFailure.NotFound, e.Failure);
        AssertSays(e, "org/other", "check the name");
    }

    [Fact]
    public async Task ResolveAsync_missing_revision_is_named()
    {
        await using var bench = await HubBench.StartAsync();
        var e = await Assert.ThrowsAsync<HubException>(() => bench.ResolveAsync("v9"));
        Assert.Equal(HubFailure.NotFound, e.Failure);
        AssertSays(e, "org/model", "'v9'");
    }

    [Fact]
    public async Task DownloadAsync_missing_file_is_named_with_its_revision()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Hub.Always("/resolve/", Mishaps.Status(404, "EntryNotFound"));
        var e = await bench.FailAsync("config.json");
        Assert.Equal(HubFailure.NotFound, e.Failure);
        AssertSays(e, "'config.json'", bench.Model.Commit, "org/model");
    }

    [Fact]
    public async Task DownloadAsync_file_missing_at_the_storage_host_is_named_without_the_signed_address()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Storage.Always("/repos/", Mishaps.Status(404));
        var e = await bench.FailAsync("model.safetensors");
        AssertSays(e, "'model.safetensors'", bench.Storage.Address.Authority, "404");
        Assert.DoesNotContain("Signature", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_never_hold_the_token()
    {
        await using var bench = await HubBench.StartAsync();
        foreach (int status in new[] { 400, 401, 403, 404, 418, 503 })
        {
            bench.Hub.Next("/api/", Mishaps.Status(status));
            bench.Options = bench.Options with { MaxRetries = 0 };
            var e = await Assert.ThrowsAsync<HubException>(() => bench.ResolveAsync());
            Assert.DoesNotContain(HubBench.Token, e.ToString(), StringComparison.Ordinal);
        }
        Assert.DoesNotContain(HubBench.Token, bench.Options.ToString(), StringComparison.Ordinal);
    }

    private static void AssertSays(HubException e, params string[] texts) =>
        Assert.All(texts, text => Assert.Contains(text, e.Message, StringComparison.Ordinal));
}
