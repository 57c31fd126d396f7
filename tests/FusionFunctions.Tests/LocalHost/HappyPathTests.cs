using FusionFunctions.LocalHost;

namespace FusionFunctions.Tests.LocalHost;

public sealed class HappyPathTests
{
    [Fact]
    public async Task RunAsync_sequence_passes_results_on()
    {
        using var run = new HostedRun()
            .Orchestrator("main", async (context, input) =>
                await context.CallActivityAsync<int>("double", await context.CallActivityAsync<int>("increment", input)))
            .Activity("increment", input => input + 1)
            .Activity("double", input => input * 2);

        Assert.Equal(8, await run.RunAsync<int>(3));
        Assert.Equal(["increment(3)", "double(4)"], run.Done);
        Assert.Equal(JournalState.Completed, JournalSummary.Read(run.Folder).State);
    }

    [Fact]
    public async Task RunAsync_fan_out_keeps_the_order_of_the_calls_whatever_ends_first()
    {
        var gates = Enumerable.Range(0, 4).Select(_ => new TaskCompletionSource()).ToArray();
        using var run = new HostedRun()
            .Main(context => Task.WhenAll(Enumerable.Range(0, 4).Select(i => context.CallActivityAsync<int>("wait", i))))
            .Activity("wait", async (input, _) =>
            {
                if (input < 3)
                    await gates[input + 1].Task;
                gates[input].SetResult();
                return input * 10;
            });

        int[] results = await run.RunAsync<int[]>();

        Assert.Equal([0, 10, 20, 30], results);
    }

    [Fact]
    public async Task RunAsync_finished_run_returns_the_result_and_does_nothing()
    {
        using var run = new HostedRun().Main(context => context.CallActivityAsync<int>("one", 1)).Activity("one", input => input);
        await run.RunAsync<int>();
        byte[] journal = await File.ReadAllBytesAsync(run.Journal, TestContext.Current.CancellationToken);

        Assert.Equal(1, await run.RunAsync<int>());

        Assert.Single(run.Done);
        Assert.Equal(journal, await File.ReadAllBytesAsync(run.Journal, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task RunAsync_finished_run_begins_anew_where_the_options_want_it()
    {
        bool mended = false;
        using var run = new HostedRun().Main(context => context.CallActivityAsync<int>("one", 1))
            .Activity("one", input => mended ? input : throw new IOException("no"));
        run.Options = run.Options with { RepeatFinishedRuns = true };
        await Assert.ThrowsAsync<OrchestrationFailedException>(() => run.RunAsync<int>());
        mended = true;

        Assert.Equal(1, await run.RunAsync<int>());
        Assert.Equal(1, await run.RunAsync<int>());

        Assert.Equal(["one(1)", "one(1)"], run.Done);
        Assert.Equal(1, JournalSummary.Read(run.Folder).Attempts);
        run.Cut(3);
        Assert.Equal(1, await run.RunAsync<int>());
        Assert.Equal(2, run.Done.Count);
    }
}
