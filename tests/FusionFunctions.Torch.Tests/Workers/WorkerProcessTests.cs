using FusionFunctions.Cli;

namespace FusionFunctions.Torch.Tests.Workers;

public sealed class WorkerProcessTests
{
    [Fact]
    [Trait("Category", "Slow")]
    public async Task Three_workers_make_the_leaderboard_that_one_process_makes()
    {
        await using var bench = await WorkerBench.StartAsync();
        string expected = await bench.LeaderboardInProcessAsync();
        for (int i = 0; i < 3; i++)
            bench.StartWorker();

        Assert.Equal(expected, await bench.LeaderboardThroughWorkersAsync());

        // One row more of every task: the merges are there, the evaluations are not.
        string azurite = bench.Azurite.Connection;
        Assert.Equal(0, await FusionCommandLine.RunAsync(["run", bench.FileName, "--store", azurite, "--queue", azurite, "--limit", "25"]));
        foreach (var worker in bench.Workers)
            Assert.Equal(0, await worker.TerminateAsync());
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Same_leaderboard_while_workers_die_hang_and_the_storage_goes_away()
    {
        // Enough of them that requests take a moment, in which something can happen.
        await using var bench = await WorkerBench.StartAsync(rows: 240);
        string expected = await bench.LeaderboardInProcessAsync();
        bench.StartWorker();
        using var done = new CancellationTokenSource();
        var run = bench.LeaderboardThroughWorkersAsync(new DuplicatingQueue(bench.Queue));
        var mishaps = Mishaps.CauseAsync(bench, seed: 7, done.Token);

        string leaderboard = await run;
        await done.CancelAsync();

        Assert.Contains("hung", await mishaps);
        Assert.Equal(expected, leaderboard);
        foreach (var deliveries in Lines(bench, ", delivery ").GroupBy(IdOf))
            Assert.InRange(Lines(bench, $"{deliveries.Key}: done in").Count(), 0, deliveries.Count());
        string written = await bench.EverythingWrittenAsync();
        Assert.Contains("small-run", written, StringComparison.Ordinal);
        Assert.DoesNotContain(bench.Azurite.Key, written, StringComparison.Ordinal);
        Assert.DoesNotContain(WorkerBench.Token, written, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Lines(WorkerBench bench, string text) =>
        bench.Logs.Where(line => line.Contains(text, StringComparison.Ordinal));

    private static string IdOf(string line) => System.Text.RegularExpressions.Regex.Match(line, "[0-9a-f]{64}").Value;
}
