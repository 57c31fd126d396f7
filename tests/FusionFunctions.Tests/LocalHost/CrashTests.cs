using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.Tests.LocalHost;

/// <summary>Wherever a run is killed, the same call brings it to the same end, and does nothing again that the journal knows.</summary>
public sealed class CrashTests
{
    private sealed record Outcome(int[] Squares, int Child, Guid Guid, DateTime Begin, DateTime End);

    private static HostedRun Experiment(Action<HostedRun>? configure = null)
    {
        var attempts = 0;
        var run = new HostedRun()
            .Main(async context =>
            {
                var begin = context.CurrentUtcDateTime;
                context.SetCustomStatus("squares");
                int[] squares = await Task.WhenAll(Enumerable.Range(1, 3).Select(i => context.CallActivityAsync<int>("square", i)));
                await context.CreateTimer(TimeSpan.FromMinutes(1));
                context.SetCustomStatus(new { Sum = squares.Sum() });
                int child = await context.CallSubOrchestratorAsync<int>("child", squares.Sum());
                return new Outcome(squares, child, context.NewGuid(), begin, context.CurrentUtcDateTime);
            })
            .Orchestrator("child", async (context, input) =>
                await context.CallActivityAsync<int>("flaky", input, new RetryOptions(3, TimeSpan.FromSeconds(1))) + 1)
            .Activity("square", input => input * input)
            .Activity("flaky", input => Interlocked.Increment(ref attempts) == 1 ? throw new IOException("try again") : input);
        configure?.Invoke(run);
        return run;
    }

    [Fact]
    public async Task Journal_cut_after_any_event_continues_to_the_same_result_without_repeating_recorded_work()
    {
        using var whole = Experiment();
        var expected = await whole.RunAsync<Outcome>();
        string[] lines = whole.Events;
        Assert.True(lines.Length > 15);

        for (int n = 1; n <= lines.Length; n++)
        {
            using var run = Experiment();
            run.WriteEvents(lines.Take(n));

            var outcome = await run.RunAsync<Outcome>();

            Assert.Equivalent(expected with { End = outcome.End }, outcome, strict: true);
            int recorded = lines.Take(n).Count(line => line.Contains("\"activityCompleted\"", StringComparison.Ordinal));
            Assert.Equal(4 - recorded, run.Done.Count);
            Assert.Equal(lines[..n], run.Events[..n]);
        }
    }

    [Fact]
    public async Task Process_stopped_after_any_event_continues_to_the_same_result_without_repeating_recorded_work()
    {
        using var whole = Experiment();
        var expected = await whole.RunAsync<Outcome>();

        for (int n = 1; n <= whole.Events.Length; n++)
        {
            using var run = Experiment();
            await run.RunUntilEventAsync(n);
            string[] before = run.Events;
            Assert.Equal(n, before.Length);
            run.Done.Clear();

            var outcome = await run.RunAsync<Outcome>();

            Assert.Equivalent(new { expected.Squares, expected.Child }, outcome);
            int recorded = before.Count(line => line.Contains("\"activityCompleted\"", StringComparison.Ordinal));
            Assert.Equal(4 - recorded, run.Done.Count);
            Assert.Equal(JournalState.Completed, JournalSummary.Read(run.Folder).State);
        }
    }

    [Fact]
    public async Task Torn_last_line_is_cut_off_at_whatever_byte_it_was_torn()
    {
        using var whole = Experiment();
        await whole.RunAsync<Outcome>();
        byte[] bytes = await File.ReadAllBytesAsync(whole.Journal, TestContext.Current.CancellationToken);
        int lastLine = bytes.AsSpan(..^1).LastIndexOf((byte)'\n') + 1;

        for (int length = lastLine; length < bytes.Length; length++)
        {
            using var run = Experiment();
            Directory.CreateDirectory(run.Folder);
            await File.WriteAllBytesAsync(run.Journal, bytes[..length], TestContext.Current.CancellationToken);
            Assert.Equal(JournalState.Unfinished, JournalSummary.Read(run.Folder).State);

            await run.RunAsync<Outcome>();

            Assert.Empty(run.Done);
            Assert.Equal(bytes[..lastLine], (await File.ReadAllBytesAsync(run.Journal, TestContext.Current.CancellationToken))[..lastLine]);
        }
    }
}
