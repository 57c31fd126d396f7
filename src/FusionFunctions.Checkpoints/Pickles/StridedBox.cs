namespace FusionFunctions.Checkpoints.Pickles;

/// <summary>Elements of a tensor that have the form of a box and follow one another in row-major order.</summary>
/// <param name="Start">By dimension: the first index.</param>
/// <param name="Extent">By dimension: how many indices.</param>
internal readonly record struct StridedBox(long[] Start, long[] Extent)
{
    public long Count => Extent.Aggregate(1L, (product, size) => product * size);

    /// <summary>Cuts a run of elements into as few boxes as it takes, in order.</summary>
    public static IEnumerable<StridedBox> Cut(IReadOnlyList<long> shape, long first, long count) => Cut([.. shape], 0, [], first, count);

    private static IEnumerable<StridedBox> Cut(long[] shape, int dimension, long[] prefix, long first, long count)
    {
        if (count == 0)
            yield break;
        long row = shape.Skip(dimension + 1).Aggregate(1L, (product, size) => product * size);
        if (dimension >= shape.Length)
        {
            yield return new(prefix, [.. prefix.Select(_ => 1L)]);
            yield break;
        }
        if (first % row != 0 || count < row)
        {
            long part = Math.Min(count, row - (first % row));
            foreach (var box in Cut(shape, dimension + 1, [.. prefix, first / row], first % row, part))
                yield return box;
            (first, count) = (first + part, count - part);
        }
        if (count / row is > 0 and var rows)
        {
            yield return new(
                [.. prefix, first / row, .. shape.Skip(dimension + 1).Select(_ => 0L)],
                [.. prefix.Select(_ => 1L), rows, .. shape.Skip(dimension + 1)]);
            (first, count) = (first + (rows * row), count - (rows * row));
        }
        foreach (var box in Cut(shape, dimension + 1, [.. prefix, first / row], 0, count))
            yield return box;
    }
}
