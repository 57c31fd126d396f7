using System.Text.Json;
using FusionFunctions.Cli.Run;
using FusionFunctions.Glue.Scoring;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Pipeline.Evaluations;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;
using FusionFunctions.Torch.Tests.Cli;
using FusionFunctions.Torch.Tests.Pipeline;

namespace FusionFunctions.Torch.Tests.Evaluations;

public sealed class FullAnswersTests
{
    private const int Limit = 12;
    private const string Ending = ".answers.jsonl";
    private static readonly JsonSerializerOptions s_web = JsonSerializerOptions.Web;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_with_full_answers_gives_the_same_scores_and_the_answers_behind_them()
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, Limit);
        var plain = new ExperimentRun("plain", ExperimentFile.Read(file, [], null));
        var full = new ExperimentRun("full", ExperimentFile.Read(file, ["full_answers=true"], null));

        await LocalRun.RunAsync(plain, folder["plain"]);
        await LocalRun.RunAsync(full, folder["full"]);

        Assert.Empty(Files(folder["plain"], Ending));
        string[] scores = Files(folder["full"], ".json");
        Assert.Equal(Files(folder["plain"], ".json").Select(File.ReadAllText), scores.Select(File.ReadAllText));
        Assert.Equal(scores.Select(path => path[..^".json".Length]), Files(folder["full"], Ending).Select(path => path[..^Ending.Length]));
        foreach (string path in scores)
            await RequireSameScoreAsync(path);
    }

    [Fact]
    public async Task Run_with_full_answers_evaluates_finished_shards_again_for_them_and_once()
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 3), store = folder["store"];
        await LocalRun.RunAsync(new("plain", ExperimentFile.Read(file, [], null)), store);
        string[] before = [.. Files(store, ".json").Select(File.ReadAllText)];

        var first = await LocalRun.RunAsync(new("first", ExperimentFile.Read(file, ["full_answers=true"], null)), store);
        var second = await LocalRun.RunAsync(new("second", ExperimentFile.Read(file, ["full_answers=true"], null)), store);
        var plain = await LocalRun.RunAsync(new("again", ExperimentFile.Read(file, [], null)), store);

        Assert.Equal((0, 0), (first.Rows.Reused, second.Rows.Done));
        Assert.Equal(first.Rows.Done, second.Rows.Reused);
        Assert.Equal(0, plain.Rows.Done);
        Assert.Equal(before, Files(store, ".json").Select(File.ReadAllText));
    }

    private static async Task RequireSameScoreAsync(string path)
    {
        var task = GlueTasks.Find(Path.GetFileName(Path.GetDirectoryName(path)!));
        RowAnswer[] answers = [.. File.ReadLines(path[..^".json".Length] + Ending).Select(line => JsonSerializer.Deserialize<RowAnswer>(line, s_web)!)];
        var store = new DirectoryBlobStore(Path.GetDirectoryName(path)!);
        var shard = await ShardFile.ReadAsync(store, BlobPath.Parse(Path.GetFileName(path)), Token);

        Assert.Equal(Enumerable.Range(0, Limit), answers.Select(answer => answer.Row));
        Assert.Equivalent(shard.Score, Scorer.Score(task, [.. answers.Select(answer => (answer.Answer, answer.Target))]), strict: true);
    }

    private static string[] Files(string store, string ending) =>
        [.. Directory.GetFiles(Path.Join(store, "evaluations"), $"*{ending}", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
