using System.Text.Json;
using FusionFunctions.T5Format.Tokenization;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.T5Format.Tokenization;

/// <summary>T5's own vocabulary, and what SentencePiece and Hugging Face's slow T5Tokenizer made of texts with it.</summary>
internal static class GoldenTexts
{
    private static readonly Lazy<T5Tokenizer> s_loaded = new(() => T5Tokenizer.Create(VocabularyBytes(), "t5"));

    public static T5Tokenizer Tokenizer => s_loaded.Value;

    public static byte[] VocabularyBytes() => File.ReadAllBytes(ReferenceData.Require("data", "t5", "spiece.model"));

    public static IReadOnlyList<GoldenText> Read(string name) =>
    [
        .. File.ReadLines(ReferenceData.Require("golden", "tokenizer", $"{name}.jsonl"))
            .Select(line => JsonSerializer.Deserialize<GoldenText>(line, s_options)!),
    ];

    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectRequiredConstructorParameters = false,
    };
}

internal sealed record GoldenText(int Id, string Text, int[] SpIds, int[] HfIds, int[]? HfIdsTrunc512, string SpDecode);
