using FusionFunctions.LocalHost;

namespace FusionFunctions.Tests.LocalHost;

public sealed class ExternalEventTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static (HostedRun Run, EmbeddedHost Host) Waiting()
    {
        var run = new HostedRun().Main(async context =>
            new[] { await context.WaitForExternalEvent<string>("go"), await context.WaitForExternalEvent<string>("GO"), await context.WaitForExternalEvent<string>("stop") });
        return (run, new EmbeddedHost(run.Registry, run.Options));
    }

    [Fact]
    public async Task Events_reach_those_who_wait_in_order_and_wait_for_those_who_come_later()
    {
        var (run, host) = Waiting();
        using var _ = run;
        var result = host.RunAsync<string[]>("main", "run", 0, run.Folder, Stop);

        await host.RaiseEvent("run", "stop", "c");
        await host.RaiseEvent("run", "go", "a");
        await host.RaiseEvent("run", "go", "b");

        Assert.Equal(["a", "b", "c"], (await result).AsEnumerable());
    }

    [Fact]
    public async Task Raised_event_survives_a_stop()
    {
        var (run, host) = Waiting();
        using var _ = run;
        using var cancellation = new CancellationTokenSource();
        var stopped = host.RunAsync<string[]>("main", "run", 0, run.Folder, cancellation.Token);
        await host.RaiseEvent("run", "go", "a");
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);

        var resumed = host.RunAsync<string[]>("main", "run", 0, run.Folder, Stop);
        await host.RaiseEvent("run", "go", "b");
        await host.RaiseEvent("run", "stop", "c");

        Assert.Equal(["a", "b", "c"], (await resumed).AsEnumerable());
    }

    [Fact]
    public async Task Events_reach_sub_orchestrations_by_their_id()
    {
        using var run = new HostedRun()
            .Main(context => context.CallSubOrchestratorAsync<int>("child", 0, "approval"))
            .Orchestrator("child", async (context, _) =>
                await context.CallActivityAsync<int>("started", 1) + await context.WaitForExternalEvent<int>("approve"));
        EmbeddedHost? host = null;
        var raised = new TaskCompletionSource();
        run.Activity("started", input =>
        {
            _ = host!.RaiseEvent("approval", "approve", 41).ContinueWith(_ => raised.SetResult(), TaskScheduler.Default);
            return input;
        });
        host = new(run.Registry, run.Options);

        Assert.Equal(42, await host.RunAsync<int>("main", "run", 0, run.Folder, Stop));
        await raised.Task;
    }

    [Fact]
    public async Task RaiseEvent_for_an_instance_that_does_not_run_is_refused()
    {
        using var run = new HostedRun().Main(_ => Task.FromResult(1));
        var host = new EmbeddedHost(run.Registry, run.Options);

        await Assert.ThrowsAsync<LocalHostException>(() => host.RaiseEvent("run", "go"));
        await host.RunAsync<int>("main", "run", 0, run.Folder, Stop);
        await Assert.ThrowsAsync<LocalHostException>(() => host.RaiseEvent("run", "go"));
    }

    [Fact]
    public async Task Event_of_another_type_stops_the_run_with_a_message()
    {
        using var run = new HostedRun().Main(context => context.WaitForExternalEvent<int>("go"));
        var host = new EmbeddedHost(run.Registry, run.Options);
        var result = host.RunAsync<int>("main", "run", 0, run.Folder, Stop);

        var raised = host.RaiseEvent("run", "go", "no number");

        var e = await Assert.ThrowsAsync<LocalHostException>(() => result);
        Assert.Contains("event 'go'", e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LocalHostException>(() => raised);
    }
}
