namespace FusionFunctions.FlanT5.Generation;

/// <summary>Cuts rows into batches of like length, so that little of a batch is padding.</summary>
internal static class LengthBatches
{
    /// <param name="lengths">Tokens in each row.</param>
    /// <param name="batchTokens">Rows times longest row stays within this, but for a single longer row.</param>
    /// <returns>Row numbers of each batch; shortest rows first, so that rows of one length keep their order.</returns>
    public static IEnumerable<int[]> Of(IReadOnlyList<int> lengths, int batchTokens)
    {
        int[] order = [.. Enumerable.Range(0, lengths.Count).OrderBy(row => lengths[row])];
        for (int first = 0, next; first < order.Length; first = next)
        {
            next = first + 1;
            while (next < order.Length && (long)lengths[order[next]] * (next - first + 1) <= batchTokens)
                next++;
            yield return order[first..next];
        }
    }
}
