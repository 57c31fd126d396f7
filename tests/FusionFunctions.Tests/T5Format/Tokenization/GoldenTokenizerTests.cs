using System.Text.Json;
using FusionFunctions.T5Format.Tokenization;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.T5Format.Tokenization;

public sealed class GoldenTokenizerTests
{
    private const int UnknownId = 2;

    [Theory]
    [InlineData("glue", 3000)]
    [InlineData("nasty", 300)]
    public void Encode_golden_texts_gives_the_reference_ids(string name, int count)
    {
        var texts = GoldenTexts.Read(name);

        Assert.Equal(count, texts.Count);
        Assert.All(texts, golden => Assert.Equal(golden.HfIds, GoldenTexts.Tokenizer.Encode(golden.Text, int.MaxValue)));
    }

    [Theory]
    [InlineData("glue", 0)]
    [InlineData("nasty", 10)]
    public void Encode_golden_texts_cuts_at_512_as_the_reference_does(string name, int cut)
    {
        var texts = GoldenTexts.Read(name);

        Assert.True(texts.Count(golden => golden.HfIdsTrunc512 is not null) >= cut);
        Assert.All(texts, golden => Assert.Equal(golden.HfIdsTrunc512 ?? golden.HfIds, GoldenTexts.Tokenizer.Encode(golden.Text)));
    }

    [Theory]
    [InlineData("glue")]
    [InlineData("nasty")]
    public void Decode_golden_ids_gives_SentencePieces_text_cleaned_up(string name)
    {
        var texts = GoldenTexts.Read(name);

        Assert.All(texts, golden =>
        {
            // Hugging Face leaves out unknown tokens where SentencePiece says ' ⁇ '.
            string expected = PythonText.CleanUp(PythonText.Trim(golden.SpDecode.Replace(" \u2047 ", "", StringComparison.Ordinal)));
            Assert.Equal(expected, GoldenTexts.Tokenizer.Decode(golden.SpIds));
        });
        Assert.Contains(texts, golden => golden.SpIds.Contains(UnknownId));
    }

    [Fact]
    public void Decode_generated_ids_gives_the_reference_text()
    {
        var lines = File.ReadLines(ReferenceData.Require("golden", "cases", "tiny_v32128_e2d2_f32.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement).ToList();

        Assert.Equal(45, lines.Count);
        Assert.All(lines, golden =>
        {
            int[] ids = [.. golden.GetProperty("fusionbench_max_length10_ids").EnumerateArray().Select(id => id.GetInt32())];
            Assert.Equal(golden.GetProperty("fusionbench_text").GetString(), GoldenTexts.Tokenizer.Decode(ids));
        });
    }

    [Fact]
    public void Encode_prompts_gives_the_golden_models_inputs()
    {
        foreach (var line in File.ReadLines(ReferenceData.Require("golden", "cases", "tiny_v32128_e2d2_f32.jsonl")))
        {
            using var golden = JsonDocument.Parse(line);
            int[] ids = [.. golden.RootElement.GetProperty("input_ids").EnumerateArray().Select(id => id.GetInt32())];
            Assert.Equal(ids, GoldenTexts.Tokenizer.Encode(golden.RootElement.GetProperty("prompt").GetString()!));
        }
    }
}
