namespace FusionFunctions.Merging.Pools;

/// <summary>A name in which * stands for any characters, or none; every other character for itself.</summary>
internal static class KeyPattern
{
    private const char Any = '*';

    /// <summary>Whether the pattern means the key.</summary>
    public static bool Fits(string pattern, ReadOnlySpan<char> key)
    {
        string[] parts = pattern.Split(Any);
        if (parts.Length == 1)
            return key.SequenceEqual(pattern);
        if (!key.StartsWith(parts[0]))
            return false;
        key = key[parts[0].Length..];
        foreach (string part in parts[1..^1])
        {
            // The first place leaves the most for what follows.
            int at = key.IndexOf(part);
            if (at < 0)
                return false;
            key = key[(at + part.Length)..];
        }
        return key.EndsWith(parts[^1]);
    }
}
