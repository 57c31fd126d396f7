using FusionFunctions.Tests.Hub.Loopback;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Cli;

public sealed class KilledRunTests
{
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(2)]
    [InlineData(20)]
    [InlineData(45)]
    public async Task Run_killed_and_repeated_ends_with_the_same_leaderboard(int events)
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 40);
        var straight = await FusionProcess.RunAsync("run", file, "--store", folder["straight"]);
        Assert.Equal((0, ""), (straight.ExitCode, straight.Errors));

        using (var process = FusionProcess.Start("run", file, "--store", folder["killed"]))
        {
            await Until.TrueAsync(() => process.HasExited || EventsIn(folder["killed"]) >= events, "the journal has so many events");
            Assert.False(process.HasExited, "The run ended before it could be killed.");
            process.Kill();
            Assert.NotEqual(0, (await process.EndAsync()).ExitCode);
        }
        var resumed = await FusionProcess.RunAsync("run", file, "--store", folder["killed"]);

        Assert.Equal((0, ""), (resumed.ExitCode, resumed.Errors));
        Assert.Contains("Going on with run", resumed.Output, StringComparison.Ordinal);
        foreach (string extension in (string[])["md", "json", "csv"])
            Assert.Equal(Leaderboard(folder["straight"], extension), Leaderboard(folder["killed"], extension));
        Assert.Empty(Directory.EnumerateFiles(folder["killed"], ".tmp-*", SearchOption.AllDirectories));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Run_of_a_finished_experiment_merges_and_evaluates_nothing()
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 6);
        var first = await FusionProcess.RunAsync("run", file, "--store", folder["store"]);
        string leaderboard = Leaderboard(folder["store"], "json");

        var second = await FusionProcess.RunAsync("run", file, "--store", folder["store"]);

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Contains("Merged 4 checkpoints", first.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing to merge and nothing to evaluate: 4 merges", second.Output, StringComparison.Ordinal);
        Assert.Equal(leaderboard, Leaderboard(folder["store"], "json"));
    }

    private static string Leaderboard(string store, string extension) =>
        File.ReadAllText(Path.Join(store, "leaderboards", "small", "latest", $"leaderboard.{extension}"));

    private static int EventsIn(string store) =>
        Directory.Exists(Path.Join(store, "runs"))
            ? Directory.EnumerateFiles(Path.Join(store, "runs"), "journal.jsonl", SearchOption.AllDirectories).Sum(LinesIn)
            : 0;

    private static int LinesIn(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Count(c => c == '\n');
    }
}
