using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Cli;

public sealed class LeaderboardCommandTests
{
    [Fact]
    public async Task Leaderboard_of_a_run_or_of_an_experiments_newest_is_printed_as_it_was_written()
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 3), store = folder["store"];
        Assert.Equal(0, (await FusionProcess.RunAsync("run", file, "--store", store)).ExitCode);
        string run = Path.GetFileName(Directory.EnumerateDirectories(folder["store", "runs"]).Single());

        foreach (string format in new[] { "md", "csv", "json" })
            foreach (string name in new[] { run, "small" })
            {
                var (exitCode, output, errors) = await FusionProcess.RunAsync("leaderboard", name, "--format", format, "--store", store);

                Assert.Equal((0, ""), (exitCode, errors));
                Assert.Equal(File.ReadAllText(folder["store", "leaderboards", "small", run, $"leaderboard.{format}"]), output);
            }
        var missing = await FusionProcess.RunAsync("leaderboard", "other", "--store", store);
        Assert.NotEqual(0, missing.ExitCode);
        Assert.Contains("has no leaderboard of 'other'", missing.Errors, StringComparison.Ordinal);
        Assert.Equal(2, (await FusionProcess.RunAsync("leaderboard", run, "--format", "xml", "--store", store)).ExitCode);
    }
}
