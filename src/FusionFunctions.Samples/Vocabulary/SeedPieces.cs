namespace FusionFunctions.Samples.Vocabulary;

/// <summary>The pieces that training starts from: every character, and the substrings that cover most of the text.</summary>
internal static class SeedPieces
{
    private const int MaxLength = 16;

    /// <param name="words">Words with their counts.</param>
    /// <param name="count">How many substrings at most, characters not counted.</param>
    public static List<UnigramPiece> Of(IReadOnlyList<(string Word, int Count)> words, int count)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (word, times) in words)
            for (int start = 0; start < word.Length; start++)
                for (int length = 1; length <= Math.Min(MaxLength, word.Length - start); length++)
                    counts[word.Substring(start, length)] = counts.GetValueOrDefault(word.Substring(start, length)) + times;
        var substrings = counts
            .Where(entry => entry.Key.Length > 1 && entry.Value > 1)
            .OrderByDescending(entry => entry.Value * entry.Key.Length)
            .ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Take(count);
        var characters = counts.Where(entry => entry.Key.Length == 1).OrderBy(entry => entry.Key, StringComparer.Ordinal);
        var chosen = characters.Concat(substrings).ToList();
        double total = chosen.Sum(entry => (double)entry.Value * entry.Key.Length);
        return [.. chosen.Select(entry => new UnigramPiece(entry.Key, Math.Log(entry.Value * entry.Key.Length / total)))];
    }
}
