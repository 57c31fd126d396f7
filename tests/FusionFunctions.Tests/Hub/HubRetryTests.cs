using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Tests.Hub.Loopback;

namespace FusionFunctions.Tests.Hub;

public sealed class HubRetryTests
{
    private const string Weights = "model.safetensors";

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task ResolveAsync_passing_trouble_is_tried_again_with_growing_waits(int status)
    {
        await using var bench = await HubBench.StartAsync();
        for (int i = 0; i < 4; i++)
            bench.Hub.Next("/api/", Mishaps.Status(status));
        Assert.Equal(bench.Model.Commit, (await bench.ResolveAsync()).Commit);
        Assert.Equal(4, bench.Clock.Waits.Length);
        Assert.All(bench.Clock.Waits, wait => Assert.InRange(wait, TimeSpan.FromTicks(1), bench.Options.MaxRetryDelay));
        // Equal waits would sum up to 4 s; doubled ones, with jitter, to 5.7 to 11.4 s.
        Assert.InRange(bench.Clock.Waits.Sum(wait => wait.TotalSeconds), 5.5, 11.5);
    }

    [Fact]
    public async Task ResolveAsync_waits_differ_between_clients()
    {
        var waits = new List<TimeSpan>();
        for (int i = 0; i < 4; i++)
        {
            await using var bench = await HubBench.StartAsync();
            bench.Hub.Next("/api/", Mishaps.Status(503));
            await bench.ResolveAsync();
            waits.AddRange(bench.Clock.Waits);
        }
        Assert.True(waits.Distinct().Count() > 1);
    }

    [Fact]
    public async Task ResolveAsync_trouble_without_end_fails_after_bounded_tries()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Hub.Always("/api/", Mishaps.Status(503));
        var e = await Assert.ThrowsAsync<HubException>(() => bench.ResolveAsync());
        Assert.Equal(HubFailure.Unavailable, e.Failure);
        Assert.Contains("503", e.Message, StringComparison.Ordinal);
        Assert.Contains("6 tries", e.Message, StringComparison.Ordinal);
        Assert.Equal(6, bench.Hub.Requests.Count);
    }

    [Fact]
    public async Task ResolveAsync_each_wait_is_told_with_its_reason()
    {
        await using var bench = await HubBench.StartAsync();
        var waits = new NotedWaits();
        bench.Options = bench.Options with { Waits = waits };
        bench.Hub.Next("/api/", Mishaps.Status(503, retryAfter: "137"));
        await bench.ResolveAsync();
        string told = Assert.Single(waits).ToString();
        Assert.Contains("answered 503.", told, StringComparison.Ordinal);
        Assert.EndsWith(" Trying again in 137 s.", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResolveAsync_no_answer_in_time_is_tried_again()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Hub.Next("/api/", Mishaps.Hang(bench.Hanging));
        var resolve = bench.ResolveAsync();
        await bench.IsHangingAsync();
        await bench.Clock.ExpireAsync();
        Assert.Equal(bench.Model.Commit, (await resolve).Commit);
    }

    [Fact]
    public async Task ResolveAsync_never_an_answer_fails_and_names_the_limit()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Options = bench.Options with { MaxRetries = 0 };
        bench.Hub.Always("/api/", Mishaps.Hang(bench.Hanging));
        var resolve = bench.ResolveAsync();
        await bench.IsHangingAsync();
        await bench.Clock.ExpireAsync();
        var e = await Assert.ThrowsAsync<HubException>(() => resolve);
        Assert.Equal(HubFailure.Unavailable, e.Failure);
        Assert.Contains("3600 s", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResolveAsync_caller_who_gives_up_gets_a_cancellation()
    {
        await using var bench = await HubBench.StartAsync();
        using var stop = new CancellationTokenSource();
        bench.Hub.Always("/api/", Mishaps.Hang(bench.Hanging));
        var resolve = bench.Client().ResolveAsync(bench.Repository, null, stop.Token);
        await bench.IsHangingAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => resolve);
    }

    [Fact]
    public async Task ResolveAsync_no_hub_at_all_fails_after_bounded_tries()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Options = bench.Options with { Endpoint = new Uri("http://127.0.0.1:1/") };
        var e = await Assert.ThrowsAsync<HubException>(() => bench.ResolveAsync());
        Assert.Equal(HubFailure.Unavailable, e.Failure);
        Assert.Contains("127.0.0.1:1", e.Message, StringComparison.Ordinal);
        Assert.Contains("). Gave up after", e.Message, StringComparison.Ordinal);
        Assert.Equal(bench.Options.MaxRetries, bench.Clock.Waits.Length);
    }

    [Fact]
    public async Task DownloadAsync_expired_storage_address_is_asked_for_anew()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Storage.Next("/repos/", Mishaps.Status(403));
        await bench.DownloadAsync(Weights);
        Assert.Equal(2, bench.Hub.Requests.Count(request => request.Path.Contains("/resolve/", StringComparison.Ordinal)));
    }

    private sealed class NotedWaits : List<HubWait>, IProgress<HubWait>
    {
        public void Report(HubWait value) => Add(value);
    }
}
