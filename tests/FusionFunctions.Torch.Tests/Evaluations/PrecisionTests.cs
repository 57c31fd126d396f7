using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Cli.Run;
using FusionFunctions.FlanT5;
using FusionFunctions.Glue.Datasets;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Leaderboards;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Samples;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.T5Format.Tokenization;
using FusionFunctions.Tests.Reference;
using FusionFunctions.Torch.Tests.Cli;
using FusionFunctions.Torch.Tests.Pipeline;
using FusionFunctions.Torch.Tests.Samples;
using TorchSharp;

namespace FusionFunctions.Torch.Tests.Evaluations;

public sealed class PrecisionTests
{
    private const int Rows = 60;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Generate_in_bf16_nearly_always_answers_as_in_f32()
    {
        var store = new DirectoryBlobStore(SampleFamily.Root);
        string folder = SampleBuilder.FolderOf(GlueTasks.Mnli);
        var tokenizer = await T5Tokenizer.LoadAsync(store, SampleBuilder.BaseFolder, SampleBuilder.BaseFolder, Token);
        var file = await store.OpenReadAsync(BlobPath.Parse("data/mnli/validation.jsonl"), Token);
        int[][] inputs = await GlueDataset.ReadAsync(GlueTasks.Mnli, file, Rows, Token).Select(row => tokenizer.Encode(row.Prompt)).ToArrayAsync(Token);
        await using var checkpoint = await CheckpointFolder.OpenAsync(store, folder, folder, Token);
        using var exact = await FlanT5Model.LoadAsync(checkpoint, Token);
        using var halved = await FlanT5Model.LoadAsync(checkpoint.Config, checkpoint, "cpu", torch.ScalarType.BFloat16, Token);

        var faithful = exact.Generate(inputs, new(), null, Token);
        var rough = halved.Generate(inputs, new() { Lanes = 2 }, null, Token);

        Assert.InRange(faithful.Zip(rough).Count(pair => pair.First.AsSpan().SequenceEqual(pair.Second)), Rows * 9 / 10, Rows);
    }

    [Fact]
    public async Task Run_in_bf16_keeps_its_scores_apart_and_the_leaderboard_says_so()
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 3), store = folder["store"];
        var faithful = new ExperimentRun("faithful", ExperimentFile.Read(file, [], null));
        var rough = new ExperimentRun("rough", ExperimentFile.Read(file, ["precision=bf16"], null));

        await LocalRun.RunAsync(faithful, store);
        string[] before = Shards(store);
        var result = await LocalRun.RunAsync(rough, store);

        Assert.Equal(0, result.Rows.Reused);
        Assert.Equal(0, result.Merges.Done);
        Assert.Equal(2 * before.Length, Shards(store).Length);
        Assert.Equal(["f32", "cpu"], Settings(store, "small/faithful"));
        Assert.Equal(["bf16", "cpu"], Settings(store, "small/rough"));
        Assert.Contains("- precision: bf16", File.ReadAllText(Path.Join(store, "leaderboards/small/rough/leaderboard.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_in_tf32_without_a_GPU_is_refused_before_anything_is_done()
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 3);

        var (exitCode, _, errors) = await FusionProcess.RunAsync("run", file, "--store", folder["store"], "--device", "cpu", "--precision", "tf32");

        Assert.Equal(2, exitCode);
        Assert.StartsWith("error: precision tf32: only a GPU has it", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Join(folder["store"], "runs")));
    }

    [Theory]
    [InlineData("--precision", "f16")]
    [InlineData("--device", "gpu")]
    [InlineData("--device", "cuda")]
    public async Task Run_with_a_choice_that_is_not_there_names_it_and_ends_with_2(string option, string value)
    {
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 3);
        Assert.SkipWhen(value == "cuda" && torch.cuda.is_available(), "There is a GPU here.");

        var (exitCode, _, errors) = await FusionProcess.RunAsync("run", file, "--store", folder["store"], option, value);

        Assert.Equal(2, exitCode);
        Assert.Contains(value, errors, StringComparison.Ordinal);
    }

    private static string[] Shards(string store) => Directory.GetFiles(Path.Join(store, "evaluations"), "*.json", SearchOption.AllDirectories);

    private static string?[] Settings(string store, string run)
    {
        string path = Path.Join(store, "leaderboards", run, "leaderboard.json");
        var settings = LeaderboardJsonReader.Read(File.ReadAllText(path), path).Settings;
        return [(string?)settings["precision"], (string?)settings["device"]];
    }
}
