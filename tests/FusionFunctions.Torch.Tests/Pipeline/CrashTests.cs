using System.Collections.Concurrent;
using System.Text.Json;
using FusionFunctions.Cli.Run;
using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Tests.Reference;
using FusionFunctions.Torch.Tests.Cli;

namespace FusionFunctions.Torch.Tests.Pipeline;

public sealed class CrashTests
{
    [Fact]
    [Trait("Category", "Slow")]
    public async Task Run_stopped_after_any_event_and_resumed_repeats_nothing_and_writes_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        var run = new ExperimentRun("crash", ExperimentFile.Read(SmallExperiment.Write(folder.Path, limit: 3), [], null));
        long events = 0;
        var straight = new StartedActivities();
        await LocalRun.RunAsync(run, folder["straight"], new() { Observer = straight, JournalWritten = count => events = count });
        string expected = Leaderboard(folder["straight"]);
        Assert.Equal(straight.Count, FinishedActivities(folder["straight"]));

        for (long stop = 1; stop < events; stop++)
        {
            string store = folder[$"stopped-{stop}"];
            await Assert.ThrowsAsync<SimulatedCrashException>(() => LocalRun.RunAsync(
                run, store, new() { JournalWritten = count => _ = count >= stop ? throw new SimulatedCrashException() : 0 }));
            int finished = FinishedActivities(store);
            var resumed = new StartedActivities();
            await LocalRun.RunAsync(run, store, new() { Observer = resumed });

            Assert.Equal(expected, Leaderboard(store));
            Assert.True(
                straight.Count - finished == resumed.Count,
                $"After event {stop}, {finished} of {straight.Count} activities had finished, and {resumed.Count} ran again. {resumed.Failures}");
            Directory.Delete(store, recursive: true);
        }
    }

    private static string Leaderboard(string store) =>
        string.Concat(Directory.EnumerateFiles(Path.Join(store, "leaderboards"), "*", SearchOption.AllDirectories)
            .OrderBy(file => file[store.Length..], StringComparer.Ordinal)
            .Select(file => $"{file[store.Length..]}\n{File.ReadAllText(file)}"));

    private static int FinishedActivities(string store) =>
        File.ReadLines(Path.Join(store, BlobLayout.Run("crash"), "journal.jsonl"))
            .Count(line => JsonDocument.Parse(line).RootElement.GetProperty("type").GetString() == "activityCompleted");

    private sealed class SimulatedCrashException : Exception;

    private sealed class StartedActivities : IHostObserver
    {
        private readonly ConcurrentQueue<string> _failures = [];
        private int _count;

        public int Count => _count;

        public string Failures => string.Join(Environment.NewLine, _failures);

        public void ActivityStarted(string instanceId, string name, int attempt) => Interlocked.Increment(ref _count);

        public void ActivityFailed(string instanceId, string name, int attempt, string errorType, string message, bool willRetry) =>
            _failures.Enqueue($"{name}, attempt {attempt}: {errorType}: {message}");
    }
}
