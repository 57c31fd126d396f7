using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Cli.Run;
using FusionFunctions.FlanT5;
using FusionFunctions.FlanT5.Generation;
using FusionFunctions.Glue.Datasets;
using FusionFunctions.Glue.Scoring;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Leaderboards;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.T5Format.Tokenization;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Pipeline;

public sealed class RealRowsTests
{
    private const int Limit = 40;

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Run_over_real_rows_scores_every_task_as_one_row_at_a_time_does()
    {
        string model = ReferenceData.Require("golden", "models", "tiny_v32128_e2d2_f32");
        string tokenizer = ReferenceData.Require("data", "t5");
        using var folder = new TemporaryFolder();
        string file = folder["real.yaml"];
        await File.WriteAllTextAsync(file, Experiment(model, tokenizer), TestContext.Current.CancellationToken);
        var run = new ExperimentRun("real", ExperimentFile.Read(file, [], Limit));

        var result = await LocalRun.RunAsync(run, folder["store"]);

        Assert.Equal([], result.Failures);
        Assert.Equal(new WorkCount(2 * 8 * Limit, 0), result.Rows);
        var leaderboard = LeaderboardJsonReader.Read(
            await File.ReadAllTextAsync(folder["store", result.Leaderboard, "leaderboard.json"], TestContext.Current.CancellationToken), "leaderboard.json");
        Assert.Equal(["Pre-trained", "Dummy"], leaderboard.Rows.Select(row => row.Name));
        foreach (var task in GlueTasks.All)
        {
            var expected = await ScoreRowByRowAsync(task, model, tokenizer);
            foreach (var row in leaderboard.Rows)
                Assert.Equal(new LeaderboardScore(expected.Value, expected.Correct, expected.Total, expected.Invalid), row.Scores[task.Name]);
        }
    }

    private static string Experiment(string model, string tokenizer) => $$"""
        name: real
        modelpool:
          models: { _pretrained_: {{model}} }
          tokenizer: {{tokenizer}}
        methods: [dummy]
        baselines: [pretrained]
        taskpool:
          tasks:
        {{string.Join('\n', GlueTasks.All.Select(task => $"    - {{ name: {task.Name}, dataset: {Rows(task)} }}"))}}
        """;

    private static string Rows(GlueTask task) => ReferenceData.Require("data", "glue", task.Name, $"{task.Split}.jsonl");

    private static async Task<TaskScore> ScoreRowByRowAsync(GlueTask task, string modelFolder, string tokenizerFolder)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var checkpoint = await CheckpointFolder.OpenAsync(new DirectoryBlobStore(modelFolder, LinkPolicy.Follow), "", "model", stop);
        using var model = await FlanT5Model.LoadAsync(checkpoint, stop);
        var tokenizer = await T5Tokenizer.LoadAsync(new DirectoryBlobStore(tokenizerFolder, LinkPolicy.Follow), "", "tokenizer", stop);
        var folder = new DirectoryBlobStore(Path.GetDirectoryName(Rows(task))!, LinkPolicy.Follow);
        var rows = await GlueDataset.ReadAsync(task, await folder.OpenReadAsync(BlobPath.Parse(Path.GetFileName(Rows(task))), stop), Limit, stop).ToListAsync(stop);
        var pairs = rows.Select(row =>
            (tokenizer.Decode(model.Generate([tokenizer.Encode(row.Prompt)], new GenerationOptions(), null, stop)[0]), row.Target));
        return Scorer.Combine(task, [Scorer.Score(task, [.. pairs])]);
    }
}
