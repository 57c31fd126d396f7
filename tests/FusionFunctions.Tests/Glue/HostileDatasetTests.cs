using System.Text;
using FusionFunctions.Glue;
using FusionFunctions.Glue.Tasks;
using Parquet;
using Parquet.Schema;

namespace FusionFunctions.Tests.Glue;

public sealed class HostileDatasetTests
{
    private const string Fine = """{"sentence": "x", "label": 1}""";

    [Theory]
    [InlineData("a.jsonl", Fine + "\n{\"label\": 1}", "a.jsonl:2", "'sentence'")]
    [InlineData("a.jsonl", Fine + "\n\n{\"sentence\": 3, \"label\": 1}", "a.jsonl:3", "'sentence'")]
    [InlineData("a.jsonl", "{\"sentence\": null, \"label\": 1}", "a.jsonl:1", "'sentence'")]
    [InlineData("a.jsonl", "{\"sentence\": \"x\"}", "a.jsonl:1", "'label'")]
    [InlineData("a.jsonl", "{\"sentence\": \"x\", \"label\": true}", "a.jsonl:1", "label")]
    [InlineData("a.jsonl", "{\"sentence\": \"x\", \"label\": [1]}", "a.jsonl:1", "label")]
    [InlineData("a.jsonl", "{\"sentence\": \"x\", \"label\": 0.5}", "a.jsonl:1", "label")]
    [InlineData("a.jsonl", "{\"sentence\": \"x\", \"label\": 1e999}", "a.jsonl:1", "label")]
    [InlineData("a.jsonl", "{\"sentence\": \"x\", \"label\": \"happy\"}", "a.jsonl:1", "happy")]
    [InlineData("a.jsonl", Fine + "\n{\"sentence\": \"x\", \"label\": 7}", "a.jsonl:2", "the label '7' does not fit sst2; expected is 0 ('negative'), 1 ('positive').")]
    [InlineData("a.jsonl", "{\"sentence\": \"x\", \"label\": -2}", "a.jsonl:1", "'-2'")]
    [InlineData("a.jsonl", "{\"sentence\": \"\\ud800\", \"label\": 1}", "a.jsonl:1", "JSON")]
    [InlineData("a.jsonl", "[1]", "a.jsonl:1", "object")]
    [InlineData("a.jsonl", "{\"sentence\": \"x\", \"label\"", "a.jsonl:1", "JSON")]
    [InlineData("a.jsonl", "\n \n", "a.jsonl", "no rows")]
    [InlineData("a.tsv", "sentence\nx", "a.tsv:1", "'label'")]
    [InlineData("a.tsv", "text\tlabel\nx\t1", "a.tsv:2", "'sentence'")]
    [InlineData("a.tsv", "sentence\tlabel\tlabel\nx\t1\t0", "a.tsv:1", "twice")]
    [InlineData("a.tsv", "sentence\tlabel\nx\ty\t1", "a.tsv:2", "3 columns")]
    [InlineData("a.tsv", "sentence\tlabel\nx\t1\nx\thappy", "a.tsv:3", "happy")]
    [InlineData("a.tsv", "sentence\tlabel\nx\tNaN", "a.tsv:2", "NaN")]
    [InlineData("a.txt", Fine, "a.txt", ".parquet")]
    [InlineData("a.parquet", "PAR1 but no more", "a.parquet", "parquet")]
    [InlineData("a.parquet", "", "a.parquet", "parquet")]
    public async Task ReadAsync_bad_file_says_where_and_what(string name, string text, string place, string what)
    {
        var e = await Assert.ThrowsAsync<GlueException>(() => DatasetFile.ReadAsync(GlueTasks.Sst2, name, text));
        Assert.Contains(place, e.Message, StringComparison.Ordinal);
        Assert.Contains(what, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1e999")]
    [InlineData("1e39")]
    [InlineData("\"similar\"")]
    public async Task ReadAsync_similarity_that_is_no_float32_is_refused(string label) =>
        await Assert.ThrowsAsync<GlueException>(() =>
            DatasetFile.ReadAsync(GlueTasks.Stsb, "a.jsonl", $$"""{"sentence1": "x", "sentence2": "y", "label": {{label}}}"""));

    [Fact]
    public async Task ReadAsync_endless_line_is_refused()
    {
        var e = await Assert.ThrowsAsync<GlueException>(() => DatasetFile.ReadAsync(GlueTasks.Sst2, "a.jsonl", $"{Fine}\n{new string('x', 3 << 20)}"));
        Assert.Contains("a.jsonl:2", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_bytes_that_are_not_UTF8_are_refused()
    {
        var e = await Assert.ThrowsAsync<GlueException>(() => DatasetFile.ReadAsync(GlueTasks.Sst2, "a.jsonl", [.. Encoding.UTF8.GetBytes(Fine), 0xff]));
        Assert.Contains("UTF-8", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_parquet_with_a_null_text_names_the_row()
    {
        byte[] file = await SmallParquetAsync(["x", null], [1, 0]);
        var e = await Assert.ThrowsAsync<GlueException>(() => DatasetFile.ReadAsync(GlueTasks.Sst2, "a.parquet", file));
        Assert.Contains("row 2", e.Message, StringComparison.Ordinal);
        Assert.Contains("'sentence'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_parquet_of_another_task_names_the_missing_column()
    {
        byte[] file = await SmallParquetAsync(["x"], [1]);
        var e = await Assert.ThrowsAsync<GlueException>(() => DatasetFile.ReadAsync(GlueTasks.Rte, "a.parquet", file));
        Assert.Contains("'sentence1'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_parquet_cut_short_anywhere_is_refused()
    {
        byte[] file = await SmallParquetAsync(["x", "y", "z"], [1, 0, 1]);
        Assert.Equal(3, (await DatasetFile.ReadAsync(GlueTasks.Sst2, "a.parquet", file)).Count);
        for (int length = 0; length < file.Length; length++)
            await Assert.ThrowsAsync<GlueException>(() => DatasetFile.ReadAsync(GlueTasks.Sst2, "a.parquet", file[..length]));
    }

    private static async Task<byte[]> SmallParquetAsync(string?[] sentences, long[] labels)
    {
        var sentence = new DataField<string>("sentence");
        var label = new DataField<long>("label");
        using var stream = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(sentence, label), stream))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(sentence, sentences);
            await group.WriteAsync<long>(label, labels);
        }
        return stream.ToArray();
    }
}
