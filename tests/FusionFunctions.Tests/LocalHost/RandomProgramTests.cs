using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CsCheck;
using FusionFunctions.LocalHost;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.LocalHost;

public sealed class RandomProgramTests
{
    [Fact]
    public async Task Any_program_killed_anywhere_ends_as_if_it_had_not_been_and_repeats_nothing_recorded() =>
        await Gen.Select(Step.Gen.Array[2, 4], Gen.Double.Unit, Gen.Int[1, 20]).SampleAsync(async (steps, part, more) =>
        {
            var program = new Step(StepKind.Sequence, steps);
            program.Number(1);
            using var whole = new TemporaryFolder();
            int[] expected = await RunAsync(program, whole.Path, []);

            int first = 1 + (int)(part * JournalSummary.Read(whole.Path).Events);

            using var folder = new TemporaryFolder();
            ConcurrentQueue<int> did = [];
            foreach (int stop in new[] { first, first + more })
                if (await StopAsync(program, folder.Path, stop))
                    break;
            int[] recorded = Recorded(folder.Path);
            int[] result = await RunAsync(program, folder.Path, did);

            Assert.Equal(expected, result);
            Assert.Empty(recorded.Intersect(did));
        }, iter: 60);

    private static Task<int[]> RunAsync(Step program, string folder, ConcurrentQueue<int> did, Action<long>? written = null)
    {
        ConcurrentDictionary<int, int> attempts = [];
        var registry = new OrchestrationRegistry()
            .AddOrchestrator("main", new Scripted<Step, int[]>((context, step) => step.RunAsync(context)))
            .AddOrchestrator("child", new Scripted<Step, int[]>((context, step) => step.RunAsync(context)))
            .AddActivity("work", new Work<int, int>(async (id, _) => await DoneAsync(id)))
            .AddActivity("flaky", new Work<int, int>(async (id, _) => attempts.AddOrUpdate(id, 1, (_, n) => n + 1) < 2 ? throw new IOException("again") : await DoneAsync(id)))
            .AddActivity("fail", new Work<int, int>((_, _) => throw new IOException("never")));
        var options = new LocalHostOptions { MaxParallelActivities = 3, Time = new JumpingTime(), JournalWritten = written };
        return new EmbeddedHost(registry, options).RunAsync<int[]>("main", "run", program, folder, TestContext.Current.CancellationToken);

        async Task<int> DoneAsync(int id)
        {
            await Task.Yield();
            did.Enqueue(id);
            return id;
        }
    }

    /// <returns>Whether the program ended before it could be stopped.</returns>
    private static async Task<bool> StopAsync(Step program, string folder, int stop)
    {
        try
        {
            await RunAsync(program, folder, [], count => { if (count == stop) throw new HostedRun.KilledException(); });
            return true;
        }
        catch (HostedRun.KilledException)
        {
            return false;
        }
    }

    /// <summary>The activities that the journal says are done.</summary>
    private static int[] Recorded(string folder)
    {
        JsonNode[] lines = [.. File.ReadAllLines(Path.Combine(folder, "journal.jsonl")).Select(line => JsonNode.Parse(line)!)];
        return [.. lines.Where(line => (string)line["type"]! == "activityCompleted").Select(line => (int)lines[(int)line["scheduled"]! - 1]["input"]!)];
    }
}
