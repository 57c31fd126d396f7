namespace FusionFunctions.Tests.LocalHost;

public sealed class TimerTests
{
    private static HostedRun Waiting(TimeSpan delay) => new HostedRun().Main(async context =>
    {
        var begin = context.CurrentUtcDateTime;
        await context.CreateTimer(delay);
        return context.CurrentUtcDateTime - begin;
    });

    [Theory]
    [InlineData(0)]
    [InlineData(90)]
    [InlineData(100 * 24 * 3600)]
    public async Task Timer_fires_when_its_time_has_come_however_long(int seconds)
    {
        using var run = Waiting(TimeSpan.FromSeconds(seconds));

        Assert.Equal(TimeSpan.FromSeconds(seconds), await run.RunAsync<TimeSpan>());
        Assert.All(run.Time.Waits, wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromDays(49)));
    }

    [Theory]
    [InlineData(40, 20)]
    [InlineData(70, null)]
    public async Task Run_stopped_while_it_waits_waits_only_for_the_rest(int stoppedFor, int? waits)
    {
        using var run = Waiting(TimeSpan.FromSeconds(60));
        await run.RunAsync<TimeSpan>();
        run.CutAfter("timerCreated");
        run.Time = new JumpingTime(TimeSpan.FromSeconds(stoppedFor));

        var waited = await run.RunAsync<TimeSpan>();

        Assert.Equal(TimeSpan.FromSeconds(Math.Max(60, stoppedFor)), waited);
        Assert.Equal(waits is { } wait ? [TimeSpan.FromSeconds(wait)] : [], run.Time.Waits);
    }

    [Fact]
    public async Task Cancelled_timer_does_not_hold_up_the_run()
    {
        using var run = new HostedRun { RealTime = true }
            .Main(async context =>
            {
                using var cancellation = new CancellationTokenSource();
                var timer = context.CreateTimer(TimeSpan.FromDays(1), cancellation.Token);
                int result = await context.CallActivityAsync<int>("one", 1);
                cancellation.Cancel();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => timer);
                return result;
            })
            .Activity("one", input => input);

        Assert.Equal(1, await run.RunAsync<int>());
        Assert.Equal(0, run.CountOf("timerFired"));
    }

    [Fact]
    public async Task Negative_delay_is_the_orchestrators_error()
    {
        using var run = Waiting(TimeSpan.FromSeconds(-1));

        var failure = await Assert.ThrowsAsync<FusionFunctions.LocalHost.OrchestrationFailedException>(() => run.RunAsync<TimeSpan>());

        Assert.Equal("ArgumentOutOfRangeException", failure.ErrorType);
    }
}
