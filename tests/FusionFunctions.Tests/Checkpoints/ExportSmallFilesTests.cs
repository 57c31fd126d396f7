using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Tests.Checkpoints;

/// <summary>What stands beside the weights of a merged checkpoint: its config, its tokenizer and its model card.</summary>
public sealed class ExportSmallFilesTests : IDisposable
{
    private readonly ExportBench _bench = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Theory, InlineData(TensorDType.F32, null), InlineData(TensorDType.BF16, "bfloat16"), InlineData(TensorDType.F16, "float16")]
    public async Task Config_tells_the_type_of_the_weights_and_is_untouched_otherwise(TensorDType dtype, string? changed)
    {
        await _bench.ExportAsync(tensors: [.. ExportBench.Tensors.Select(tensor => tensor with { DType = dtype })]);

        string before = await File.ReadAllTextAsync(_bench.Folder["base", "config.json"], Token), after = await File.ReadAllTextAsync(_bench.Folder["out", "config.json"], Token);
        if (changed is null)
            Assert.Equal(before, after);
        else
            Assert.Equal(JsonNode.Parse(before.Replace("float32", changed, StringComparison.Ordinal))!.ToJsonString(), JsonNode.Parse(after)!.ToJsonString());
        Assert.Contains("1e-06", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Small_files_of_every_family_are_copied_and_code_is_not()
    {
        string[] files = ["tokenizer.model", "sentencepiece.bpe.model", "spm.model", "source.spm", "target.spm", "chat_template.jinja", "preprocessor_config.json"];
        foreach (string file in files.Append("modeling_own.py"))
            await File.WriteAllTextAsync(_bench.Folder["base", file], file, Token);

        var record = await _bench.ExportAsync();

        Assert.All(files, file => Assert.Equal(file, File.ReadAllText(_bench.Folder["out", file])));
        Assert.Subset(record.Files.Select(file => file.Name).ToHashSet(), files.ToHashSet());
        Assert.False(File.Exists(_bench.Folder["out", "modeling_own.py"]));
    }

    [Fact]
    public async Task Model_card_has_front_matter_the_recipe_and_no_place_on_this_machine()
    {
        await _bench.ExportAsync();

        string card = await File.ReadAllTextAsync(_bench.Folder["out", "README.md"], Token);
        Assert.StartsWith("---\nbase_model:\n- org/base-1.0\nlibrary_name: transformers\ntags:\n- merge\n- fusionfunctions\n---\n", card, StringComparison.Ordinal);
        Assert.Contains("`{\"scaling_factor\":0.3}`", card, StringComparison.Ordinal);
        Assert.Contains("| `glue-co\\|la` | a local folder | `d1` |", card, StringComparison.Ordinal);
        Assert.Contains("BertModel.from_pretrained", card, StringComparison.Ordinal);
        Assert.Contains("AutoTokenizer", card, StringComparison.Ordinal);
        Assert.DoesNotContain(_bench.Folder.Path, card, StringComparison.Ordinal);
    }
}
