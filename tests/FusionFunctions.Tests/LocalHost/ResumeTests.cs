using FusionFunctions.LocalHost;

namespace FusionFunctions.Tests.LocalHost;

public sealed class ResumeTests
{
    /// <summary>Three activities at once, of which one fails until it is mended, then a child that depends on all of them.</summary>
    private static HostedRun Program(Func<bool> mended) => new HostedRun()
        .Orchestrator("main", async (context, input) =>
        {
            int[] results = await Task.WhenAll(Enumerable.Range(1, 3).Select(i => context.CallActivityAsync<int>("work", i * input)));
            return await context.CallSubOrchestratorAsync<int>("child", results.Sum());
        })
        .Orchestrator("child", async (context, input) => await context.CallActivityAsync<int>("first", input) + await context.CallActivityAsync<int>("second", 1))
        .Activity("work", input => input == 2 && !mended() ? throw new IOException("disk full") : input)
        .Activity("first", input => input)
        .Activity("second", input => input);

    [Fact]
    public async Task Failed_run_tries_again_what_failed_and_keeps_what_succeeded()
    {
        bool mended = false;
        using var run = Program(() => mended);
        await Assert.ThrowsAsync<OrchestrationFailedException>(() => run.RunAsync<int>(1));
        var failed = JournalSummary.Read(run.Folder);
        Assert.Equal((JournalState.Failed, "IOException", "disk full", 1), (failed.State, failed.ErrorType, failed.ErrorMessage, failed.Attempts));
        run.Done.Clear();
        await Assert.ThrowsAsync<OrchestrationFailedException>(() => run.RunAsync<int>(1));
        Assert.Empty(run.Done);

        mended = true;
        Assert.Equal(7, await run.RunAsync<int>(1));

        Assert.Equal(["work(2)", "first(6)", "second(1)"], run.Done);
        var completed = JournalSummary.Read(run.Folder);
        Assert.Equal((JournalState.Completed, null, 3), (completed.State, completed.ErrorType, completed.Attempts));
    }

    [Fact]
    public async Task Later_attempt_of_a_failed_run_resumes_from_every_cut()
    {
        using var whole = Program(() => true);
        using (var failing = Program(() => false))
        {
            await Assert.ThrowsAsync<OrchestrationFailedException>(() => failing.RunAsync<int>(1));
            whole.WriteEvents(failing.Events);
        }
        int failed = whole.Events.Length;
        await whole.RunAsync<int>(1);

        for (int n = failed; n <= whole.Events.Length; n++)
        {
            using var run = Program(() => true);
            run.WriteEvents(whole.Events[..n]);

            Assert.Equal(7, await run.RunAsync<int>(1));
            // The first two completions after the failure are those that are taken over.
            int completed = whole.Events[failed..n].Count(line => line.Contains("activityCompleted", StringComparison.Ordinal));
            Assert.Equal(new[] { "work(2)", "first(6)", "second(1)" }[Math.Max(0, completed - 2)..], run.Done);
        }
    }

    [Fact]
    public async Task Completed_child_of_a_failed_run_is_not_run_again()
    {
        bool mended = false;
        using var run = new HostedRun()
            .Main(async context => await context.CallSubOrchestratorAsync<int>("child", 1) + await context.CallActivityAsync<int>("last", 1))
            .Orchestrator("child", async (context, _) =>
            {
                await context.CreateTimer(TimeSpan.FromHours(1));
                return await context.CallActivityAsync<int>("inner", 1);
            })
            .Activity("inner", input => input)
            .Activity("last", input => mended ? input : throw new IOException("no"));
        await Assert.ThrowsAsync<OrchestrationFailedException>(() => run.RunAsync<int>());
        mended = true;

        Assert.Equal(2, await run.RunAsync<int>());
        Assert.Equal(["inner(1)", "last(1)"], run.Done);
        Assert.Equal([TimeSpan.FromHours(1)], run.Time.Waits);
    }

    [Fact]
    public async Task Equal_calls_take_the_recorded_results_in_their_order()
    {
        int count = 0;
        bool mended = false;
        using var run = new HostedRun()
            .Main(async context =>
            {
                int[] counts = [await context.CallActivityAsync<int>("count", 0), await context.CallActivityAsync<int>("count", 0)];
                await context.CallActivityAsync<int>("gate", 0);
                return counts;
            })
            .Activity("count", _ => ++count)
            .Activity("gate", input => mended ? input : throw new IOException("no"));
        await Assert.ThrowsAsync<OrchestrationFailedException>(() => run.RunAsync<int[]>());
        mended = true;

        Assert.Equal([1, 2], (await run.RunAsync<int[]>()).AsEnumerable());
    }

    [Fact]
    public async Task Events_raised_before_the_failure_are_raised_again()
    {
        bool mended = false;
        using var run = new HostedRun()
            .Main(async context =>
            {
                string answer = await context.WaitForExternalEvent<string>("answer");
                await context.CallActivityAsync<int>("gate", 0);
                return answer;
            })
            .Activity("gate", input => mended ? input : throw new IOException("no"));
        var host = new EmbeddedHost(run.Registry, run.Options);
        var failing = host.RunAsync<string>("main", "run", 0, run.Folder, TestContext.Current.CancellationToken);
        await host.RaiseEvent("run", "answer", "yes");
        await Assert.ThrowsAsync<OrchestrationFailedException>(() => failing);
        mended = true;

        Assert.Equal("yes", await run.RunAsync<string>());
    }

    [Fact]
    public async Task Other_input_orchestrator_or_instance_is_refused()
    {
        using var run = Program(() => true).Orchestrator("other", (_, input) => Task.FromResult(input));
        await run.RunAsync<int>(1);
        var host = new EmbeddedHost(run.Registry, run.Options);
        var stop = TestContext.Current.CancellationToken;

        var input = await Assert.ThrowsAsync<JournalException>(() => run.RunAsync<int>(2));
        var orchestrator = await Assert.ThrowsAsync<JournalException>(() => host.RunAsync<int>("other", "run", 1, run.Folder, stop));
        var instance = await Assert.ThrowsAsync<JournalException>(() => host.RunAsync<int>("main", "walk", 1, run.Folder, stop));

        Assert.Contains("another run: it has an input with digest '6b86b2", input.Message, StringComparison.Ordinal);
        Assert.Contains("orchestrator 'main', asked for is 'other'", orchestrator.Message, StringComparison.Ordinal);
        Assert.Contains("instance 'run', asked for is 'walk'", instance.Message, StringComparison.Ordinal);
        Assert.Equal(1, JournalSummary.Read(run.Folder).Input!.Value.GetInt32());
    }
}
