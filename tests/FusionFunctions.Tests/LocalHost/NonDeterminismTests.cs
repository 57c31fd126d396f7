using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.Tests.LocalHost;

public sealed class NonDeterminismTests
{
    private static HostedRun Program(Func<IOrchestrationContext, Task<int>> main) => new HostedRun()
        .Main(main)
        .Orchestrator("child", (_, input) => Task.FromResult(input))
        .Activity("one", input => input)
        .Activity("two", input => input);

    public static TheoryData<string, Func<IOrchestrationContext, Task<int>>> Changes => new()
    {
        { "expected activity 'one' of instance 'run' with input 1, found activity 'two' of instance 'run' with input 1", context => context.CallActivityAsync<int>("two", 1) },
        { "expected activity 'one' of instance 'run' with input 1, found activity 'one' of instance 'run' with input 5", context => context.CallActivityAsync<int>("one", 5) },
        { "found sub-orchestration 'child' as 'run:1'", context => context.CallSubOrchestratorAsync<int>("child", 1) },
        { "found a timer of instance 'run'", async context => { await context.CreateTimer(TimeSpan.Zero); return 1; } },
        { "found the status of instance 'run' to be 3", context => { context.SetCustomStatus(3); return context.CallActivityAsync<int>("one", 1); } },
        { "expected activity 'one' of instance 'run' with input 1, found nothing", context => context.WaitForExternalEvent<int>("go") },
        { "expected the activity of line 2 completing with 1, found activity 'two'", async context => (await Task.WhenAll(context.CallActivityAsync<int>("one", 1), context.CallActivityAsync<int>("two", 1)))[0] },
        { "found nothing", _ => Task.FromResult(1) },
    };

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public async Task Changed_orchestrator_is_refused_with_what_was_expected_and_found(string message, Func<IOrchestrationContext, Task<int>> changed)
    {
        using var first = Program(async context => await context.CallActivityAsync<int>("one", 1) + await context.CallActivityAsync<int>("two", 2));
        await first.RunUntilEventAsync(4);
        using var run = Program(changed);
        run.WriteEvents(first.Events);

        var e = await Assert.ThrowsAsync<NonDeterminismException>(() => run.RunAsync<int>());

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Contains("journal.jsonl", e.Message, StringComparison.Ordinal);
        Assert.Equal(first.Events, run.Events);
        Assert.Empty(run.Done);
    }

    [Fact]
    public async Task Orchestrator_cannot_catch_it()
    {
        using var first = Program(context => context.CallActivityAsync<int>("one", 1));
        await first.RunUntilEventAsync(3);
        using var run = Program(async context =>
        {
            try
            {
                return await context.CallActivityAsync<int>("two", 1);
            }
            catch (LocalHostException)
            {
                return 0;
            }
        });
        run.WriteEvents(first.Events);

        await Assert.ThrowsAsync<NonDeterminismException>(() => run.RunAsync<int>());

        Assert.Equal(JournalState.Unfinished, JournalSummary.Read(run.Folder).State);
    }

    [Fact]
    public async Task Foreign_wait_with_nothing_under_way_is_an_error_and_no_hang()
    {
        using var run = Program(async _ =>
        {
            await new TaskCompletionSource().Task;
            return 1;
        });

        var e = await Assert.ThrowsAsync<NonDeterminismException>(() => run.RunAsync<int>());

        Assert.Contains("'main' (instance 'run')", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Foreign_continuation_while_an_activity_runs_is_an_error()
    {
        var foreign = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var run = new HostedRun()
            .Main(async context =>
            {
                var activity = context.CallActivityAsync<int>("hold", 1);
                await foreign.Task;
                return await activity;
            })
            .Activity("hold", async (input, cancellationToken) =>
            {
                foreign.SetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return input;
            });

        var e = await Assert.ThrowsAsync<NonDeterminismException>(() => run.RunAsync<int>());

        Assert.Contains("awaited something other than its context", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Context_used_from_another_thread_is_an_error_even_if_nobody_waits_for_it()
    {
        using var run = Program(context =>
        {
            _ = Task.Run(context.NewGuid);
            return context.WaitForExternalEvent<int>("never");
        });

        var e = await Assert.ThrowsAsync<NonDeterminismException>(() => run.RunAsync<int>());

        Assert.Contains("'main' (instance 'run')", e.Message, StringComparison.Ordinal);
    }
}
