using System.Text.Json.Nodes;
using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.Tests.LocalHost;

public sealed class ObserverTests
{
    private static HostedRun Observed(IHostObserver observer)
    {
        int attempts = 0;
        var run = new HostedRun()
            .Main(async context =>
            {
                context.SetCustomStatus("begun");
                int result = await context.CallActivityAsync<int>("flaky", 1, new RetryOptions(2, TimeSpan.Zero));
                context.SetCustomStatus(new { Result = result });
                return await context.CallActivityAsync<int>("last", result);
            })
            .Activity("flaky", input => ++attempts == 1 ? throw new IOException("no") : input)
            .Activity("last", input => input);
        run.Options = run.Options with { Observer = observer };
        return run;
    }

    [Fact]
    public async Task Observer_hears_of_every_step_in_order()
    {
        var news = new CollectedNews();
        using var run = Observed(news);

        await run.RunAsync<int>();

        Assert.Equal(
            [
                "run status \"begun\"", "run flaky started 1", "run flaky failed 1: IOException: no, again", "run flaky started 2", "run flaky completed 2",
                "run status {\"result\":1}", "run last started 1", "run last completed 1",
            ],
            news.Lines);
    }

    [Fact]
    public async Task Resumed_run_tells_the_last_status_and_nothing_else_of_what_is_replayed()
    {
        using var first = Observed(new CollectedNews());
        await first.RunAsync<int>();
        var news = new CollectedNews();
        using var run = Observed(news);
        run.WriteEvents(first.Events.SkipLast(2));

        await run.RunAsync<int>();

        Assert.Equal(["run status {\"result\":1}", "run last started 1", "run last completed 1"], news.Lines);
    }

    [Fact]
    public async Task Observer_that_throws_is_logged_and_breaks_nothing()
    {
        var log = new CollectedLog();
        using var run = Observed(new Broken());
        run.Options = run.Options with { LoggerFactory = log };

        Assert.Equal(1, await run.RunAsync<int>());
        Assert.Equal(5, log.Lines.Count(line => line.StartsWith("An observer ", StringComparison.Ordinal)));
    }

    private sealed class Broken : IHostObserver
    {
        public void ActivityStarted(string instanceId, string name, int attempt) => throw new InvalidOperationException("broken");

        public void StatusChanged(string instanceId, JsonNode? status) => throw new InvalidOperationException("broken");
    }
}
