using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints.Export;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Checkpoints;

/// <summary>What the card tells of a merge of classifiers, whose heads are not in the folder.</summary>
public sealed class HeadlessExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Card_names_the_heads_that_are_left_out_and_loads_the_body()
    {
        string card = await CardAsync("classifier.w", "lm|head");

        Assert.Contains("\n## Without a head\n", card, StringComparison.Ordinal);
        Assert.Contains("not in this folder are\n`classifier.w`, `lm\\|head`.\n", card, StringComparison.Ordinal);
        Assert.Contains("\nmodel = AutoModel.from_pretrained(\"path/to/this/folder\")  # the body alone\n", card, StringComparison.Ordinal);
        Assert.DoesNotContain("ForSequenceClassification", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Card_of_very_many_names_some_of_them() => Assert.Contains(
        "`t19` and 5 more (`left_out` in `merge.json`).\n", await CardAsync([.. Enumerable.Range(0, 25).Select(i => $"t{i}")]), StringComparison.Ordinal);

    [Fact]
    public async Task Card_of_a_whole_model_loads_it_as_what_it_is()
    {
        string card = await CardAsync();

        Assert.Contains("\nmodel = RobertaForSequenceClassification.from_pretrained(\"path/to/this/folder\")\n", card, StringComparison.Ordinal);
        Assert.DoesNotContain("Without a head", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_template_of_a_processor_is_copied_with_the_tokenizer()
    {
        Directory.CreateDirectory(_folder["base"]);
        File.WriteAllText(_folder["base", "chat_template.json"], """{"chat_template":"x"}""");

        await CardAsync();

        Assert.Equal("""{"chat_template":"x"}""", File.ReadAllText(_folder["out", "chat_template.json"]));
    }

    private async Task<string> CardAsync(params string[] leftOut)
    {
        var store = new DirectoryBlobStore(_folder.Path);
        Directory.CreateDirectory(_folder["base"]);
        File.WriteAllText(_folder["base", "config.json"], """{"architectures":["RobertaForSequenceClassification"]}""");
        var recipe = (JsonObject)JsonNode.Parse("""{"inputs":[],"method":"simple_average"}""")!;
        await using var writer = await MergedCheckpointWriter.BeginAsync(
            new(store, "out", new(store, "base", "base")), new('a', 64), recipe, [new("w", TensorDType.F32, [1])], TestContext.Current.CancellationToken);
        await writer.WriteAsync(new float[] { 1 }, TestContext.Current.CancellationToken);
        var report = new JsonObject();
        if (leftOut.Length > 0)
            report["left_out"] = new JsonArray([.. leftOut.Select(name => JsonValue.Create(name))]);
        await writer.CompleteAsync(report, TestContext.Current.CancellationToken);
        return File.ReadAllText(_folder["out", "README.md"]);
    }
}
