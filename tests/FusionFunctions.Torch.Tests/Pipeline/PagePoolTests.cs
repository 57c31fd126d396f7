using FusionFunctions.Cli.Run;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Leaderboards;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Tests.Hub.Loopback;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Pipeline;

/// <summary>The page's pools by their names: a loopback hub serves small models and adapters under the page's repository names.</summary>
public sealed class PagePoolTests
{
    private const int Limit = 3;

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("Seq2SeqLMPool/flan-t5-base_glue", "google/flan-t5-base")]
    [InlineData("Seq2SeqLMPool/flan-t5-base_glue_lora16", "google/flan-t5-base")]
    [InlineData("Seq2SeqLMPool/flan-t5-large_glue_lora16", "google/flan-t5-large")]
    public async Task Pool_of_the_page_runs_by_its_name_from_hub_to_leaderboard(string pool, string pretrained)
    {
        string parquet = ReferenceData.Require("data", "glue-parquet");
        await using var hub = await LoopbackHub.StartAsync();
        PageRepositories.AddModels(hub, pretrained, isLora: pool.EndsWith("lora16", StringComparison.Ordinal));
        PageRepositories.AddGlue(hub, parquet);
        using var folder = new TemporaryFolder();
        var run = new ExperimentRun("page", Read(folder, pool));

        var result = await LocalRun.RunAsync(run, folder["store"], hub: new() { Endpoint = hub.Hub.Address });

        Assert.Equal([], result.Failures);
        Assert.Equal(new WorkCount(3, 0), result.Merges);
        var leaderboard = LeaderboardJsonReader.Read(
            await File.ReadAllTextAsync(folder["store", result.Leaderboard, "leaderboard.json"], TestContext.Current.CancellationToken), "leaderboard.json");
        Assert.Equal(
            ["Pre-trained", "Fine-tuned (STL)", "Simple Average", "Task Arithmetic (λ=0.3)", "Ties-Merging (λ=0.3)"], leaderboard.Rows.Select(row => row.Name));
        Assert.All(leaderboard.Rows, row => Assert.All(GlueTasks.All, task => Assert.Equal(Limit, row.Scores[task.Name].Total)));

        int asked = hub.Hub.Requests.Count;
        var again = await LocalRun.RunAsync(run with { Name = "again" }, folder["store"], hub: new() { Offline = true });
        Assert.Equal((new WorkCount(0, 3), 0), (again.Merges, again.Rows.Done));
        Assert.Equal(asked, hub.Hub.Requests.Count);
    }

    private static FusionFunctions.Experiments.Experiment Read(TemporaryFolder folder, string pool)
    {
        string file = folder["page.yaml"];
        File.WriteAllText(file, $$"""
            name: page
            modelpool: {{pool}}
            methods:
              - simple_average
              - task_arithmetic: { scaling_factor: 0.3 }
              - ties_merging: { scaling_factor: 0.3 }
            baselines: [pretrained, fine_tuned]
            taskpool: flan-t5_glue_text_generation
            """);
        return ExperimentFile.Read(file, [], Limit);
    }
}
