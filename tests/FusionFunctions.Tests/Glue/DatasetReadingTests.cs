using FusionFunctions.Glue.Datasets;
using FusionFunctions.Glue.Tasks;

namespace FusionFunctions.Tests.Glue;

public sealed class DatasetReadingTests
{
    private const string Good = """{"sentence": "good", "label": 1}""";
    private const string Bad = """{"sentence": "bad", "label": 0, "idx": 7, "extra": {"a": [1]}}""";

    private static readonly GlueRow[] s_goodThenBad =
    [
        new("Given the sentence 'good', determine the sentiment. Is it positive or negative?", "positive"),
        new("Given the sentence 'bad', determine the sentiment. Is it positive or negative?", "negative"),
    ];

    [Theory]
    [InlineData(Good + "\n" + Bad + "\n")]
    [InlineData(Good + "\r\n" + Bad + "\r\n")]
    [InlineData(Good + "\n\n  \n" + Bad)]
    [InlineData("\uFEFF" + Good + "\n" + Bad)]
    public async Task ReadAsync_JSONL_ignores_layout_and_extra_fields(string text) =>
        Assert.Equal(s_goodThenBad, await DatasetFile.ReadAsync(GlueTasks.Sst2, "sst2.jsonl", text));

    [Theory]
    [InlineData("sentence\tlabel\ngood\t1\nbad\t0\n")]
    [InlineData("idx\tlabel\tsentence\r\n0\tpositive\tgood\r\n1\tnegative\tbad\r\n")]
    [InlineData("\uFEFFsentence\tlabel\n\ngood\tpositive\nbad\t0")]
    public async Task ReadAsync_TSV_finds_columns_by_header_and_labels_by_number_or_text(string text) =>
        Assert.Equal(s_goodThenBad, await DatasetFile.ReadAsync(GlueTasks.Sst2, "sst2.TSV", text));

    [Fact]
    public async Task ReadAsync_TSV_keeps_quotes_and_blanks_verbatim()
    {
        var rows = await DatasetFile.ReadAsync(GlueTasks.Sst2, "a.tsv", "sentence\tlabel\n \"so\" it 's \t1\n");
        Assert.Equal("Given the sentence ' \"so\" it 's ', determine the sentiment. Is it positive or negative?", Assert.Single(rows).Prompt);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(9, 2)]
    public async Task ReadAsync_limit_stops_after_that_many_rows(int limit, int expected) =>
        Assert.Equal(s_goodThenBad[..expected], await DatasetFile.ReadAsync(GlueTasks.Sst2, "a.jsonl", $"{Good}\n{Bad}\n", limit));

    [Fact]
    public async Task ReadAsync_limit_never_sees_a_later_damaged_line() =>
        Assert.Single(await DatasetFile.ReadAsync(GlueTasks.Sst2, "a.jsonl", $"{Good}\nnot json\n", limit: 1));

    [Theory]
    [InlineData("sst2", "-1"), InlineData("sst2", "\"-1\""), InlineData("sst2", "null"), InlineData("stsb", "-1"), InlineData("stsb", "null")]
    public async Task ReadAsync_hidden_or_missing_label_has_the_empty_target(string task, string label)
    {
        var rows = await DatasetFile.ReadAsync(
            GlueTasks.Find(task), "a.jsonl", $$"""{"sentence": "x", "sentence1": "x", "sentence2": "x", "label": {{label}}}""");
        Assert.Equal("", Assert.Single(rows).Target);
    }

    [Theory]
    [InlineData("4.75", "4.8")]
    [InlineData("2.25", "2.2")]
    [InlineData("3.35", "3.3")] // float32 3.35 lies below the half; the double would give 3.4.
    [InlineData("5", "5.0")]
    public async Task ReadAsync_similarity_is_formatted_from_its_float32(string label, string expected)
    {
        var rows = await DatasetFile.ReadAsync(GlueTasks.Stsb, "a.jsonl", $$"""{"sentence1": "x", "sentence2": "y", "label": {{label}}}""");
        Assert.Equal(expected, Assert.Single(rows).Target);
    }

    [Fact]
    public async Task ReadAsync_field_with_placeholder_is_not_filled_again()
    {
        var rows = await DatasetFile.ReadAsync(GlueTasks.Rte, "a.jsonl", """{"sentence1": "{sentence2} {0} }{", "sentence2": "{sentence1}", "label": 0}""");
        Assert.Equal("Does the text: '{sentence2} {0} }{' entail that '{sentence1}' is true? Provide 'yes' or 'no'.", Assert.Single(rows).Prompt);
    }

    [Theory]
    [InlineData("mnli", "validation_matched", 9815, false)]
    [InlineData("mnli", "validation_matched", 9814, true)]
    [InlineData("mnli", "validation_mismatched", 9832, false)]
    public void RowCountWarning_speaks_only_of_the_official_split(string task, string split, int rows, bool warns)
    {
        string? warning = GlueTasks.Find(task).RowCountWarning(split, rows);
        Assert.Equal(warns, warning is not null);
        if (warns)
            Assert.Contains("9815", warning, StringComparison.Ordinal);
    }
}
