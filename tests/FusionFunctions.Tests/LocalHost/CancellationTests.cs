using FusionFunctions.LocalHost;

namespace FusionFunctions.Tests.LocalHost;

public sealed class CancellationTests
{
    [Fact]
    public async Task Cancelled_run_stops_its_activities_keeps_what_they_achieved_and_can_be_resumed()
    {
        using var cancellation = new CancellationTokenSource();
        bool stop = true;
        using var run = new HostedRun()
            .Main(async context => (await Task.WhenAll(context.CallActivityAsync<int>("stubborn", 1), context.CallActivityAsync<int>("obedient", 2))).Sum())
            .Activity("stubborn", async (input, _) =>
            {
                await Task.Delay(Timeout.Infinite, cancellation.Token).ContinueWith(_ => { }, TaskScheduler.Default);
                return input;
            })
            .Activity("obedient", async (input, cancellationToken) =>
            {
                if (stop)
                {
                    await cancellation.CancelAsync();
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                }
                return input;
            });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.RunAsync<int>(cancellationToken: cancellation.Token));

        Assert.Equal(["stubborn(1)"], run.Done);
        Assert.Equal(JournalState.Unfinished, JournalSummary.Read(run.Folder).State);
        Assert.Equal((1, 0), (run.CountOf("activityCompleted"), run.CountOf("activityFailed")));
        stop = false;
        Assert.Equal(3, await run.RunAsync<int>());
        Assert.Equal(["stubborn(1)", "obedient(2)"], run.Done);
    }

    [Fact]
    public async Task Cancelled_before_it_began_leaves_nothing()
    {
        using var run = new HostedRun().Main(_ => Task.FromResult(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.RunAsync<int>(cancellationToken: new CancellationToken(true)));

        Assert.Equal(JournalState.Missing, JournalSummary.Read(run.Folder).State);
    }

    [Fact]
    public async Task Results_of_a_cancelled_activity_that_needed_several_turns_replay()
    {
        using var cancellation = new CancellationTokenSource();
        using var run = new HostedRun()
            .Main(async context =>
            {
                async Task<int> Chain(int i) => await context.CallActivityAsync<int>("next", await context.CallActivityAsync<int>("held", i));
                return (await Task.WhenAll(Chain(1), Chain(2), Chain(3))).Sum();
            })
            .Activity("held", async (input, cancellationToken) =>
            {
                if (input == 3)
                    await cancellation.CancelAsync();
                await Task.Delay(Timeout.Infinite, cancellation.Token).ContinueWith(_ => { }, TaskScheduler.Default);
                return input;
            })
            .Activity("next", input => input);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.RunAsync<int>(cancellationToken: cancellation.Token));
        Assert.Equal((3, 6), (run.CountOf("activityCompleted"), run.CountOf("activityScheduled")));

        Assert.Equal(6, await run.RunAsync<int>());
        Assert.Equal(6, run.Done.Count);
    }
}
