using Microsoft.Extensions.Logging;

namespace FusionFunctions.Tests.LocalHost;

/// <summary>What an orchestrator sees is the same on every replay.</summary>
public sealed class ReplayTests
{
    private sealed record Seen(Guid First, Guid Second, DateTime Begin, DateTime Middle);

    private static HostedRun Looking(List<Seen> seen) => new HostedRun { RealTime = true }
        .Main(async context =>
        {
            var (guid, begin) = (context.NewGuid(), context.CurrentUtcDateTime);
            await context.CallActivityAsync<int>("one", 1);
            seen.Add(new(guid, context.NewGuid(), begin, context.CurrentUtcDateTime));
            return await context.CallActivityAsync<int>("one", 2);
        })
        .Activity("one", input => input);

    [Fact]
    public async Task Guids_and_times_are_the_same_on_every_replay()
    {
        List<Seen> seen = [];
        using var first = Looking(seen);
        await first.RunUntilEventAsync(4);
        using var run = Looking(seen);
        run.WriteEvents(first.Events);

        await run.RunAsync<int>();

        Assert.Equal(2, seen.Count);
        Assert.Equal(seen[0], seen[1]);
        Assert.NotEqual(seen[0].First, seen[0].Second);
        Assert.Equal(8, seen[0].First.Version);
        Assert.Equal(DateTimeKind.Utc, seen[0].Begin.Kind);
    }

    [Fact]
    public async Task Guids_of_runs_and_of_instances_differ()
    {
        static HostedRun Guids(int start) => new HostedRun { Time = new JumpingTime(TimeSpan.FromHours(start)) }
            .Main(async context => new[] { context.NewGuid(), await context.CallSubOrchestratorAsync<Guid>("child", 0) })
            .Orchestrator("child", (context, _) => Task.FromResult(context.NewGuid()));
        using var first = Guids(0);
        using var second = Guids(1);

        Guid[] guids = [.. await first.RunAsync<Guid[]>(), .. await second.RunAsync<Guid[]>()];

        Assert.Equal(4, guids.Distinct().Count());
    }

    [Fact]
    public async Task Logger_is_silent_while_replaying()
    {
        var log = new CollectedLog("test");
        HostedRun Logging()
        {
            var run = new HostedRun()
                .Main(async context =>
                {
                    var logger = context.CreateReplaySafeLogger("test");
                    logger.LogInformation("begin, replaying {Replaying}", context.IsReplaying);
                    await context.CallActivityAsync<int>("one", 1);
                    logger.LogInformation("middle, replaying {Replaying}", context.IsReplaying);
                    await context.CallActivityAsync<int>("one", 2);
                    logger.LogInformation("end, replaying {Replaying}, enabled {Enabled}", context.IsReplaying, logger.IsEnabled(LogLevel.Information));
                    return 0;
                })
                .Activity("one", input => input);
            run.Options = run.Options with { LoggerFactory = log };
            return run;
        }
        using var first = Logging();
        await first.RunUntilEventAsync(4);
        Assert.Equal(["begin, replaying False", "middle, replaying False"], log.Lines);
        log.Lines.Clear();
        using var run = Logging();
        run.WriteEvents(first.Events);

        await run.RunAsync<int>();

        Assert.Equal(["end, replaying False, enabled True"], log.Lines);
    }
}
