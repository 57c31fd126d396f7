namespace FusionFunctions.Tests.LocalHost;

public sealed class ParallelismTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task No_more_activities_run_at_a_time_than_allowed_and_no_fewer_than_possible(int allowed)
    {
        int running = 0, most = 0, started = 0;
        using var run = new HostedRun()
            .Main(async context => (await Task.WhenAll(Enumerable.Range(0, 9).Select(i => context.CallActivityAsync<int>("work", i)))).Sum())
            .Activity("work", async (input, cancellationToken) =>
            {
                int now = Interlocked.Increment(ref running);
                int number = Interlocked.Increment(ref started);
                lock (s_gate)
                    most = Math.Max(most, now);
                // Everyone waits until its whole group has started: with fewer places this would never end.
                while (Volatile.Read(ref started) < (number + allowed - 1) / allowed * allowed)
                    await Task.Delay(1, cancellationToken);
                Interlocked.Decrement(ref running);
                return input;
            });
        run.Options = run.Options with { MaxParallelActivities = allowed };

        Assert.Equal(36, await run.RunAsync<int>());
        Assert.Equal(allowed, most);
    }

    private static readonly Lock s_gate = new();
}
