using CsCheck;

namespace FusionFunctions.Tests.T5Format.Tokenization;

public sealed class SegmentationLawTests
{
    private const float UnknownPenalty = 10;

    private static readonly Gen<string[]> s_vocabularies =
        Gen.String[Gen.Char["abc"], 1, 4].HashSet[1, 8].Select(texts => (string[])["\u2581", .. texts]);

    private static readonly Gen<(string[] Texts, float[] Scores, string Word)> s_cases = Gen.Select(
        s_vocabularies.SelectMany(texts => Gen.Int[-40, -1].Array[texts.Length].Select(scores => (texts, scores))),
        Gen.String[Gen.Char["abc"], 1, 12],
        (vocabulary, word) => (vocabulary.texts, vocabulary.scores.Select(score => score / 4f).ToArray(), word));

    /// <summary>Scores are quarters here, so that all sums are exact.</summary>
    [Fact]
    public void Encode_gives_a_segmentation_that_none_is_likelier_than() => s_cases.Sample((texts, scores, word) =>
    {
        var tokenizer = SmallVocabulary.Create([.. texts.Zip(scores)]);
        float unknown = scores.Min() - UnknownPenalty;

        int[] ids = tokenizer.Encode(word);

        string spelled = string.Concat(ids[..^1].Select(id => id == 2 ? "?" : texts[id - SmallVocabulary.FirstId]));
        if (!spelled.Contains('?', StringComparison.Ordinal))
        {
            Assert.Equal("\u2581" + word, spelled);
            Assert.Equal(BestScore("\u2581" + word, texts, scores, unknown), ids[..^1].Sum(id => scores[id - SmallVocabulary.FirstId]));
        }
        else
            Assert.True(BestScore("\u2581" + word, texts, scores, unknown) <= unknown);
    });

    private static float BestScore(string text, string[] texts, float[] scores, float unknown)
    {
        float[] best = [0, .. Enumerable.Repeat(float.NegativeInfinity, text.Length)];
        for (int end = 1; end <= text.Length; end++)
        {
            for (int i = 0; i < texts.Length; i++)
                if (text.AsSpan(0, end).EndsWith(texts[i], StringComparison.Ordinal))
                    best[end] = Math.Max(best[end], best[end - texts[i].Length] + scores[i]);
            if (!texts.Contains(text[(end - 1)..end]))
                best[end] = Math.Max(best[end], best[end - 1] + unknown);
        }
        return best[^1];
    }
}
