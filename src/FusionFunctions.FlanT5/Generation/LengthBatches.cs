namespace FusionFunctions.FlanT5.Generation;

/// <summary>Cuts rows into batches of like length.</summary>
internal static class LengthBatches
{
    /// <param name="lengths">Tokens in each row.</param>
    /// <param name="batchTokens">Tokens of a batch at most, but for a single longer row.</param>
    /// <returns>Row numbers of each batch; shortest rows first, so that rows of one length keep their order.</returns>
    public static IEnumerable<int[]> Of(IReadOnlyList<int> lengths, int batchTokens) =>
        Cut(Enumerable.Range(0, lengths.Count).OrderBy(row => lengths[row]), row => lengths[row], batchTokens);

    /// <param name="rows">Ids of each row.</param>
    /// <param name="batchTokens">Tokens of a batch at most, but for a single longer row.</param>
    /// <returns>The same rows in the same order.</returns>
    public static IEnumerable<int[][]> Cut(IEnumerable<int[]> rows, int batchTokens) => Cut(rows, row => row.Length, batchTokens);

    private static IEnumerable<T[]> Cut<T>(IEnumerable<T> rows, Func<T, int> length, int batchTokens)
    {
        var batch = new List<T>();
        int tokens = 0;
        foreach (var row in rows)
        {
            if (batch.Count > 0 && tokens + length(row) > batchTokens)
            {
                yield return [.. batch];
                batch.Clear();
                tokens = 0;
            }
            batch.Add(row);
            tokens += length(row);
        }
        if (batch.Count > 0)
            yield return [.. batch];
    }
}
