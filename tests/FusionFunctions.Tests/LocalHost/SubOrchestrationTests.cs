using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.Tests.LocalHost;

public sealed class SubOrchestrationTests
{
    [Fact]
    public async Task Children_have_ids_of_their_parent_and_sequence_unless_given()
    {
        using var run = new HostedRun()
            .Main(async context => new[]
            {
                await context.CallSubOrchestratorAsync<string>("child", 1),
                await context.CallSubOrchestratorAsync<string>("child", 2, "mine"),
                await context.CallSubOrchestratorAsync<string>("child", 3),
            })
            .Orchestrator("child", (context, _) => context.CallSubOrchestratorAsync<string>("grandchild", 0))
            .Orchestrator("grandchild", (context, _) => Task.FromResult(context.InstanceId));

        string[] ids = await run.RunAsync<string[]>();

        Assert.Equal(["run:1:1", "mine:1", "run:2:1"], ids);
    }

    [Fact]
    public async Task Failing_child_tells_its_first_cause()
    {
        using var run = new HostedRun()
            .Main(async context =>
            {
                var e = await Assert.ThrowsAsync<ActivityFailedException>(() => context.CallSubOrchestratorAsync<int>("child", 1));
                return $"{e.Name}: {e.ErrorType}: {e.Message}";
            })
            .Orchestrator("child", (context, _) => context.CallActivityAsync<int>("fail", 1))
            .Activity("fail", (_, _) => throw new InvalidDataException("bad row"));

        Assert.Equal("child: InvalidDataException: bad row", await run.RunAsync<string>());
    }

    [Fact]
    public async Task Failing_child_is_tried_again_from_its_beginning()
    {
        int attempts = 0;
        using var run = new HostedRun()
            .Main(context => context.CallSubOrchestratorAsync<int>("child", 1, retry: new(3, TimeSpan.FromSeconds(4))))
            .Orchestrator("child", async (context, _) =>
                await context.CallActivityAsync<int>("good", 1) + await context.CallActivityAsync<int>("flaky", 2))
            .Activity("good", input => input)
            .Activity("flaky", input => ++attempts < 3 ? throw new IOException("no") : input);

        Assert.Equal(3, await run.RunAsync<int>());
        Assert.Equal([TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8)], run.Time.Waits);
        Assert.Equal(["good(1)", "good(1)", "good(1)", "flaky(2)"], run.Done);
    }

    [Fact]
    public async Task Retried_child_resumes_from_every_cut()
    {
        HostedRun Retrying()
        {
            int attempts = 0;
            return new HostedRun()
                .Main(context => context.CallSubOrchestratorAsync<int>("child", 1, retry: new(9, TimeSpan.FromSeconds(4))))
                .Orchestrator("child", (context, _) => context.CallActivityAsync<int>("flaky", 2))
                .Activity("flaky", input => ++attempts < 3 ? throw new IOException("no") : input);
        }
        using var whole = Retrying();
        await whole.RunAsync<int>();

        for (int n = 1; n < whole.Events.Length; n++)
        {
            using var run = Retrying();
            run.WriteEvents(whole.Events[..n]);
            Assert.Equal(2, await run.RunAsync<int>());
        }
    }

    [Fact]
    public async Task Two_children_of_one_id_are_refused_while_the_first_runs()
    {
        using var run = new HostedRun()
            .Main(context => Task.WhenAll(context.CallSubOrchestratorAsync<int>("child", 1, "same"), context.CallSubOrchestratorAsync<int>("child", 2, "same")))
            .Orchestrator("child", (context, _) => context.CallActivityAsync<int>("one", 1))
            .Activity("one", input => input);

        var e = await Assert.ThrowsAsync<LocalHostException>(() => run.RunAsync<int[]>());

        Assert.Contains("'same'", e.Message, StringComparison.Ordinal);
        Assert.Equal(JournalState.Missing, JournalSummary.Read(run.Folder).State);
    }

    [Fact]
    public async Task Run_ends_with_its_orchestrator_and_stops_the_children_nobody_awaits()
    {
        using var run = new HostedRun()
            .Main(context =>
            {
                _ = context.CallSubOrchestratorAsync<int>("child", 1);
                return context.CallActivityAsync<int>("one", 1);
            })
            .Orchestrator("child", (context, _) => context.WaitForExternalEvent<int>("never"))
            .Activity("one", input => input);

        Assert.Equal(1, await run.RunAsync<int>());
    }
}
