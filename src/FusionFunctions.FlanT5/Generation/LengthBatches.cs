using FusionFunctions.FlanT5.Inference;

namespace FusionFunctions.FlanT5.Generation;

/// <summary>Cuts rows into batches of like length and of equally many tokens.</summary>
internal static class LengthBatches
{
    /// <param name="lengths">Tokens in each row.</param>
    /// <param name="batchTokens">Tokens of a batch, exceeded by less than a row.</param>
    /// <param name="lanes">The number of batches is a multiple of this, where there are rows enough.</param>
    /// <returns>Row numbers of each batch; shortest rows first, so that rows of one length keep their order.</returns>
    public static IEnumerable<int[]> Of(IReadOnlyList<int> lengths, int batchTokens, int lanes = 1) =>
        Cut([.. Enumerable.Range(0, lengths.Count).OrderBy(row => lengths[row])], row => lengths[row], batchTokens, lanes);

    /// <param name="rows">Ids of each row.</param>
    /// <param name="batchTokens">Tokens of a batch, exceeded by less than a row.</param>
    /// <returns>The same rows in the same order.</returns>
    public static IEnumerable<int[][]> Cut(IReadOnlyList<int[]> rows, int batchTokens) => Cut(rows, row => row.Length, batchTokens, lanes: 1);

    /// <summary>Batches whose rows are all padded to the longest.</summary>
    /// <param name="lengths">Tokens in each row.</param>
    /// <param name="batchTokens">Tokens of a batch, padding counted; exceeded by a single longer row alone.</param>
    /// <returns>Row numbers of each batch; shortest rows first, so that rows of one length keep their order.</returns>
    public static IEnumerable<int[]> Padded(IReadOnlyList<int> lengths, int batchTokens) =>
        CutPadded([.. Enumerable.Range(0, lengths.Count).OrderBy(row => lengths[row])], row => lengths[row], batchTokens);

    /// <param name="rows">Ids of each row, shortest first.</param>
    /// <param name="batchTokens">Tokens of a batch, padding counted; exceeded by a single longer row alone.</param>
    /// <returns>The same rows in the same order.</returns>
    public static IEnumerable<int[][]> CutPadded(IReadOnlyList<int[]> rows, int batchTokens) => CutPadded(rows, row => row.Length, batchTokens);

    private static IEnumerable<T[]> CutPadded<T>(IReadOnlyList<T> rows, Func<T, int> length, int batchTokens)
    {
        var batch = new List<T>();
        foreach (var row in rows)
        {
            if (batch.Count > 0 && (batch.Count + 1L) * PaddedAttention.LengthFor(length(row)) > batchTokens)
            {
                yield return [.. batch];
                batch.Clear();
            }
            batch.Add(row);
        }
        if (batch.Count > 0)
            yield return [.. batch];
    }

    private static IEnumerable<T[]> Cut<T>(IReadOnlyList<T> rows, Func<T, int> length, int batchTokens, int lanes)
    {
        long total = rows.Sum(row => (long)length(row)), before = 0;
        long batches = (total + batchTokens - 1) / batchTokens;
        batches = (batches + lanes - 1) / lanes * lanes;
        var placed = new List<(T Row, long Batch)>();
        foreach (var row in rows)
        {
            // By its middle, so that batches differ from their share by half a row at either end.
            placed.Add((row, ((2 * before) + length(row)) * batches / (2 * Math.Max(1, total))));
            before += length(row);
        }
        return placed.GroupBy(entry => entry.Batch, entry => entry.Row).Select(batch => batch.ToArray());
    }
}
