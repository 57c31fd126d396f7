using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Tests.Hub.Loopback;

namespace FusionFunctions.Tests.Hub;

/// <summary>The hub says how long to wait.</summary>
public sealed class HubWaitTests
{
    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task ResolveAsync_retry_after_seconds_are_waited_for(int status)
    {
        await using var bench = await HubBench.StartAsync();
        bench.Hub.Next("/api/", Mishaps.Status(status, retryAfter: "137"));
        await bench.ResolveAsync();
        Assert.Equal([TimeSpan.FromSeconds(137)], bench.Clock.Waits);
    }

    [Fact]
    public async Task ResolveAsync_retry_after_date_is_waited_for()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Hub.Next("/api/", Mishaps.Status(429, retryAfter: bench.Clock.GetUtcNow().AddSeconds(90).ToString("R")));
        bench.Hub.Next("/api/", Mishaps.Status(429, retryAfter: "Thu, 01 Jan 1970 00:00:00 GMT"));
        await bench.ResolveAsync();
        Assert.Equal(TimeSpan.FromSeconds(90), bench.Clock.Waits[0]);
        Assert.True(bench.Clock.Waits.Skip(1).Sum(wait => wait.TotalSeconds) < 1);
    }

    [Theory]
    [InlineData("\"api\";r=0;t=55", 56)]
    [InlineData("\"resolvers\" ; r = 0 ; t = 1", 2)]
    [InlineData("\"api\";r=7;t=55", 0)]
    [InlineData("api;r=0;t=55", 0)]
    [InlineData("\"api\";r=0;t=999999999999", 0)]
    public async Task ResolveAsync_end_of_the_rate_limit_is_waited_for(string header, int seconds)
    {
        await using var bench = await HubBench.StartAsync();
        bench.Hub.Next("/api/", Mishaps.Instead(_ => new Answer(429, []) { Headers = { ["RateLimit"] = header } }));
        await bench.ResolveAsync();
        double waited = Assert.Single(bench.Clock.Waits).TotalSeconds;
        if (seconds > 0)
            Assert.Equal(seconds, waited);
        else
            Assert.InRange(waited, 0.0, 1.5);
    }

    [Fact]
    public async Task ResolveAsync_retry_after_too_long_fails_at_once_and_says_how_long()
    {
        await using var bench = await HubBench.StartAsync();
        bench.Hub.Next("/api/", Mishaps.Status(429, retryAfter: "86400"));
        var e = await Assert.ThrowsAsync<HubException>(() => bench.ResolveAsync());
        Assert.Contains("86400 s", e.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromDays(1), e.RetryAfter);
        Assert.Single(bench.Hub.Requests);
    }
}
