using FusionFunctions.Checkpoints.Adapters;
using FusionFunctions.Checkpoints.Inspection;
using FusionFunctions.Cli.Run;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Leaderboards;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Samples;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;
using FusionFunctions.Torch.Tests.Pipeline;

namespace FusionFunctions.Torch.Tests.Samples;

public sealed class SampleAdapterTests
{
    [Fact]
    public async Task Committed_adapters_have_rank_16_and_change_every_q_and_v()
    {
        foreach (var task in GlueTasks.All)
        {
            await using var adapter = await AdapterFolder.OpenAsync(
                new DirectoryBlobStore(SampleFamily.Root), AdapterFiles.FolderOf(task), task.Name, TestContext.Current.CancellationToken);
            var summary = AdapterSummary.Of(adapter);

            Assert.Equal([16], summary.Ranks);
            Assert.Equal(["q", "v"], summary.Targets);
            Assert.Equal(12, summary.Tensors);
        }
    }

    /// <summary>The pool of adapters behaves as the family does: one run, from the file in the repository.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public async Task Adapters_behave_like_the_published_ones()
    {
        using var folder = new TemporaryFolder();
        string file = Path.Join(ReferenceData.RepositoryRoot, "samples", "mini-glue-lora.yaml");
        var run = new ExperimentRun("lora", ExperimentFile.Read(file, ["methods=[{task_arithmetic: {scaling_factor: [0.0, 0.2, 1.0]}}]"], null));

        var result = await LocalRun.RunAsync(run, folder["store"]);

        Assert.Equal([], result.Failures);
        var leaderboard = LeaderboardJsonReader.Read(
            await File.ReadAllTextAsync(folder["store", result.Leaderboard, "leaderboard.json"], TestContext.Current.CancellationToken), "leaderboard.json");
        double Average(string name) => leaderboard.AverageOf(leaderboard.Rows.Single(row => row.Name == name))!.Value;
        var individuals = leaderboard.RowsOf(RowGroup.Individual);
        foreach (var task in leaderboard.Tasks)
        {
            double own = individuals.Single(row => row.OwnTask == task.Name).ScoreOn(task)!.Percent!.Value;
            Assert.All(
                individuals.Where(row => row.OwnTask != task.Name),
                row => Assert.True(own >= row.ScoreOn(task)!.Percent + 1, $"{row.Name} on {task.Name}: {row.ScoreOn(task)!.Percent} against {own}"));
        }
        Assert.True(Average("Fine-tuned (STL)") >= Average("Pre-trained") + 15);
        Assert.Equal(Average("Pre-trained"), Average("Task Arithmetic (λ=0)"));
        Assert.InRange(Average("Task Arithmetic (λ=0.2)"), Average("Pre-trained") + 1, Average("Fine-tuned (STL)") - 1);
        Assert.True(Average("Task Arithmetic (λ=1)") < Average("Pre-trained"));
    }
}
