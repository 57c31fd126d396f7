using FusionFunctions.Experiments;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Pipeline.Merges;
using FusionFunctions.Storage.Directories;
using FusionFunctions.T5Format;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Pipeline;

/// <summary>Merges whose results could not be evaluated are refused while planning, by every host, and only where they would be evaluated.</summary>
public sealed class PlanMergeTests : IDisposable
{
    private const int EmbeddingRows = 543;
    private static readonly string s_samples = Path.Join(ReferenceData.RepositoryRoot, "samples", "mini-glue");
    private readonly TemporaryFolder _folder = new();

    public PlanMergeTests()
    {
        Directory.CreateDirectory(_folder["base"]);
        foreach (string file in Directory.EnumerateFiles(Path.Join(s_samples, "base")))
            File.Copy(file, _folder["base", Path.GetFileName(file)]);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("\"model_type\": \"t5\"", "\"model_type\": \"bert\"", "/config.json: model_type is 'bert'; only T5 models")]
    [InlineData("\"d_model\": 64", "\"d_model\": 65", ": tensor 'shared.weight' has shape [543, 64], but its config.json calls for [543, 65].")]
    public async Task Base_that_is_no_T5_model_is_refused_where_merges_are_evaluated_alone(string right, string wrong, string problem)
    {
        Edit("config.json", right, wrong);

        Assert.Single((await PlanAsync(tokenizer: null)).Variants);
        var error = await Assert.ThrowsAsync<T5FormatException>(() => PlanAsync(Tokenizer(EmbeddingRows)));
        Assert.StartsWith($"{_folder["base"]}{problem}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Base_without_a_configuration_is_refused_where_merges_are_evaluated_alone()
    {
        File.Delete(_folder["base", "config.json"]);

        Assert.Single((await PlanAsync(tokenizer: null)).Variants);
        var error = await Assert.ThrowsAsync<T5FormatException>(() => PlanAsync(Tokenizer(EmbeddingRows)));
        Assert.StartsWith($"{_folder["base"]}: has no config.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vocabulary_of_a_larger_model_is_refused()
    {
        Assert.Single((await PlanAsync(Tokenizer(EmbeddingRows))).Variants);

        var error = await Assert.ThrowsAsync<T5FormatException>(() => PlanAsync(Tokenizer(EmbeddingRows + 1)));
        Assert.Equal(
            "/elsewhere: spiece.model has more tokens than the model has embeddings (543). Name the model's own tokenizer as 'tokenizer:' of the model pool.", error.Message);
    }

    private static FetchedTokenizer Tokenizer(int pieces) => new(new("/elsewhere", ""), new string('b', 64), pieces);

    private Task<PlannedMerge> PlanAsync(FetchedTokenizer? tokenizer) =>
        new PlanMerge(new BlobLocations(new DirectoryBlobStore(_folder["store"]))).RunAsync(
            new(new MethodSpec("task_arithmetic", []), [Model("_pretrained_", _folder["base"]), Model("glue-rte", Path.Join(s_samples, "glue-rte"))], null, tokenizer),
            TestContext.Current.CancellationToken);

    private static ModelReference Model(string name, string folder) => new(name, new(new BlobLocation(folder, ""), new string('a', 64)));

    private void Edit(string file, string right, string wrong)
    {
        string text = File.ReadAllText(_folder["base", file]);
        Assert.Contains(right, text, StringComparison.Ordinal);
        File.WriteAllText(_folder["base", file], text.Replace(right, wrong, StringComparison.Ordinal));
    }
}
