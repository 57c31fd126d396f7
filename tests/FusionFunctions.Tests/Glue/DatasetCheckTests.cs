using FusionFunctions.Glue;
using FusionFunctions.Glue.Datasets;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Glue;

public sealed class DatasetCheckTests
{
    private const string Labelled = """{"sentence": "x", "label": 1}""";
    private const string Hidden = """{"sentence": "x", "label": -1}""";

    [Fact]
    public async Task Rows_with_labels_have_the_lengths_of_their_prompts()
    {
        var lengths = await LengthsAsync("a.jsonl", $"{Labelled}\n{Labelled.Replace("\"x\"", "\"longer\"", StringComparison.Ordinal)}");
        Assert.Equal(5, lengths[1] - lengths[0]);
    }

    [Theory]
    [InlineData("a.jsonl", Labelled + "\n\n" + Hidden + "\n{\"sentence\": \"x\", \"label\": null}", "a.jsonl: 2 of 3 rows have no label (-1 or null)", "a.jsonl:3;")]
    [InlineData("a.tsv", "sentence\tlabel\nx\t-1", "a.tsv: 1 of 1 rows have no label (-1 or null)", "a.tsv:2;")]
    public async Task Rows_without_labels_are_counted_and_refused(string name, string text, string message, string first)
    {
        var e = await Assert.ThrowsAsync<GlueException>(() => LengthsAsync(name, text));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Contains(first, e.Message, StringComparison.Ordinal);
        Assert.Contains("'validation'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_beyond_the_limit_need_no_label() => Assert.Single(await LengthsAsync("a.jsonl", $"{Labelled}\n{Hidden}", limit: 1));

    private static async Task<IReadOnlyList<int>> LengthsAsync(string name, string text, int? limit = null)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder[name], text, TestContext.Current.CancellationToken);
        var file = await new DirectoryBlobStore(folder.Path).OpenReadAsync(BlobPath.Parse(name), TestContext.Current.CancellationToken);
        return await DatasetCheck.PromptLengthsAsync(GlueTasks.Sst2, file, limit, TestContext.Current.CancellationToken);
    }
}
