namespace FusionFunctions.T5Format.Tokenization;

/// <summary>What Hugging Face's tokenizers do to texts with Python's own methods.</summary>
internal static class PythonText
{
    public static ReadOnlySpan<char> TrimStart(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty && IsSpace(text[0]))
            text = text[1..];
        return text;
    }

    public static ReadOnlySpan<char> TrimEnd(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty && IsSpace(text[^1]))
            text = text[..^1];
        return text;
    }

    /// <summary><c>str.strip()</c></summary>
    public static string Trim(string text) => TrimEnd(TrimStart(text)).ToString();

    /// <summary><c>clean_up_tokenization</c>: the same replacements, in its order.</summary>
    public static string CleanUp(string text) => !text.Contains(' ', StringComparison.Ordinal) ? text : text
        .Replace(" .", ".", StringComparison.Ordinal)
        .Replace(" ?", "?", StringComparison.Ordinal)
        .Replace(" !", "!", StringComparison.Ordinal)
        .Replace(" ,", ",", StringComparison.Ordinal)
        .Replace(" ' ", "'", StringComparison.Ordinal)
        .Replace(" n't", "n't", StringComparison.Ordinal)
        .Replace(" 'm", "'m", StringComparison.Ordinal)
        .Replace(" 's", "'s", StringComparison.Ordinal)
        .Replace(" 've", "'ve", StringComparison.Ordinal)
        .Replace(" 're", "'re", StringComparison.Ordinal);

    // str.isspace() also counts the four information separators.
    private static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\u001C' and <= '\u001F';
}
