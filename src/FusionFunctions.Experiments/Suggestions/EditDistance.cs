namespace FusionFunctions.Experiments.Suggestions;

/// <summary>
/// How many typing mistakes lie between two texts: insertions, deletions, replacements and swapped neighbours
/// (Damerau-Levenshtein, optimal string alignment).
/// </summary>
internal static class EditDistance
{
    public static int Between(string from, string to)
    {
        int[] beforeLast = new int[to.Length + 1], last = new int[to.Length + 1], row = new int[to.Length + 1];
        for (int j = 0; j <= to.Length; j++)
            row[j] = j;
        for (int i = 1; i <= from.Length; i++)
        {
            (beforeLast, last, row) = (last, row, beforeLast);
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int replaced = last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, 1 + Math.Min(last[j], row[j - 1]));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }
        }
        return row[to.Length];
    }
}
