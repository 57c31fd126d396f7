namespace FusionFunctions.T5Format.Tokenization;

/// <param name="Id">In the vocabulary.</param>
/// <param name="Length">Of its text, in chars.</param>
internal readonly record struct SpecialToken(int Id, int Length);

/// <summary>Finds special tokens that are written out in a text. They all start with '&lt;' and none is the start of another.</summary>
internal sealed class SpecialTokens(int vocabularySize)
{
    private const string SentinelStart = "<extra_id_";

    public IEnumerable<(SpecialToken Token, int Position)> FindIn(string text)
    {
        for (int i = text.IndexOf('<', StringComparison.Ordinal); i >= 0; i = i < text.Length ? text.IndexOf('<', i) : -1)
        {
            if (At(text.AsSpan(i)) is not { } token)
            {
                i++;
                continue;
            }
            yield return (token, i);
            i += token.Length;
        }
    }

    private SpecialToken? At(ReadOnlySpan<char> text) =>
        text.StartsWith("</s>", StringComparison.Ordinal) ? new(T5Vocabulary.EndId, 4)
        : text.StartsWith("<pad>", StringComparison.Ordinal) ? new(T5Vocabulary.PadId, 5)
        : text.StartsWith("<unk>", StringComparison.Ordinal) ? new(T5Vocabulary.UnknownId, 5)
        : text.StartsWith(SentinelStart, StringComparison.Ordinal) ? Sentinel(text[SentinelStart.Length..])
        : null;

    // "0" to "99" without a leading zero.
    private SpecialToken? Sentinel(ReadOnlySpan<char> text) => text switch
    {
        [>= '0' and <= '9', '>', ..] => Sentinel(text[0] - '0', 2),
        [>= '1' and <= '9', >= '0' and <= '9', '>', ..] => Sentinel((10 * (text[0] - '0')) + text[1] - '0', 3),
        _ => null,
    };

    private SpecialToken Sentinel(int number, int length) => new(vocabularySize - 1 - number, SentinelStart.Length + length);
}
