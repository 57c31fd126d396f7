using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Tests.Glue;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.T5Format.Tokenization;

public sealed class ValidationSplitTests
{
    public static TheoryData<string> Tasks => [.. GlueTasks.All.Select(task => task.Name)];

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Tasks))]
    public async Task Encode_official_validation_prompts_gives_the_reference_ids(string name)
    {
        var task = GlueTasks.Find(name);
        string hashes = File.ReadAllText(ReferenceData.Require("golden", "tokenizer", "full_validation_hashes.json"));
        using var golden = JsonDocument.Parse(hashes);
        var rows = await GlueRows.OfficialAsync(task);

        var ids = new StringBuilder();
        foreach (var row in rows)
            ids.AppendJoin(' ', GoldenTexts.Tokenizer.Encode(row.Prompt)).Append('\n');

        Assert.Equal(task.OfficialRows, rows.Count);
        Assert.Equal(
            golden.RootElement.GetProperty(name).GetProperty("ids_sha256").GetString(),
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ids.ToString()))));
    }
}
