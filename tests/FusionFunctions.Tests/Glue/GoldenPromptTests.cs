using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Glue;

public sealed class GoldenPromptTests
{
    public static TheoryData<string> Tasks => [.. GlueTasks.All.Select(task => task.Name)];

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Tasks))]
    public async Task ReadAsync_official_validation_rows_gives_the_reference_prompts_and_targets(string name)
    {
        var task = GlueTasks.Find(name);
        using var golden = JsonDocument.Parse(File.ReadAllText(ReferenceData.Require("golden", "tokenizer", "full_validation_hashes.json")));
        var expected = golden.RootElement.GetProperty(name);

        var rows = await GlueRows.OfficialAsync(task);

        Assert.Equal(task.OfficialRows, rows.Count);
        Assert.Equal(expected.GetProperty("prompts_sha256").GetString(), Sha256(rows.Select(row => row.Prompt)));
        Assert.Equal(expected.GetProperty("targets_sha256").GetString(), Sha256(rows.Select(row => row.Target)));
    }

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Tasks))]
    public async Task ReadAsync_parquet_gives_the_rows_of_its_JSONL_twin(string name)
    {
        var task = GlueTasks.Find(name);

        var parquet = await GlueRows.ReadAsync(task, ReferenceData.Require("data", "glue-parquet", name), $"{task.Split}-00000-of-00001.parquet");
        var json = await GlueRows.OfficialAsync(task);

        Assert.Equal(json, parquet);
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Template_stands_on_the_page_letter_by_letter(string name)
    {
        var task = GlueTasks.Find(name);
        string page = File.ReadAllText(ReferenceData.Require("facts", "flan-t5_generation.md"));

        Assert.Contains(JsonSerializer.Serialize(task.Template.Text, s_plain), page, StringComparison.Ordinal);
        for (int i = 0; i < task.Labels.Count; i++)
            Assert.Contains($"\"{i}\": \"{task.Labels[i]}\"", page[page.IndexOf($"{name} = ", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    private static readonly JsonSerializerOptions s_plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Sha256(IEnumerable<string> lines) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
}
