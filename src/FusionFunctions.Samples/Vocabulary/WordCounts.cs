namespace FusionFunctions.Samples.Vocabulary;

/// <summary>A text as what pieces may be cut from, with how often each stands in it.</summary>
internal static class WordCounts
{
    public const char Blank = '\u2581';

    /// <summary>
    /// As SentencePiece splits by script and digit: a run of letters, a run of signs or a single digit, each with the blank before it.
    /// So a word is the same piece before a comma and before a blank.
    /// </summary>
    /// <returns>Ordinal by word.</returns>
    public static IReadOnlyList<(string Word, int Count)> Of(IEnumerable<string> texts)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (string text in texts)
            foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                foreach (string part in Parts(Blank + word))
                    counts[part] = counts.GetValueOrDefault(part) + 1;
        return [.. counts.Select(entry => (entry.Key, entry.Value))];
    }

    private static IEnumerable<string> Parts(string word)
    {
        for (int start = 0, next; start < word.Length; start = next)
        {
            for (next = Math.Max(start + 1, 2); next < word.Length && Kind(word[next]) == Kind(word[next - 1]); next++)
                if (char.IsAsciiDigit(word[next]))
                    break;
            yield return word[start..next];
        }
    }

    private static int Kind(char c) => char.IsAsciiLetter(c) ? 0 : char.IsAsciiDigit(c) ? 1 : 2;
}
