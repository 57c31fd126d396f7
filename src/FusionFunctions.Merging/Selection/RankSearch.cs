namespace FusionFunctions.Merging.Selection;

/// <summary>
/// Finds the magnitude of a given rank by counting. Each count divides a range in which the rank lies, or is presumed to lie, into bins; the
/// next one divides the bin that holds it. A count also shows whether a presumption was right, so the result is exact in any case.
/// </summary>
internal sealed class RankSearch
{
    // Where the rank lies for sure.
    private MagnitudeRange _certain = MagnitudeRange.All;

    /// <summary>What is to be counted next; of one value when it is found.</summary>
    public MagnitudeRange Range { get; private set; } = MagnitudeRange.All;

    public bool IsFound { get; private set; }

    /// <summary>The magnitude of that rank, when it is found.</summary>
    public float Value => Magnitude.ToSingle(Range.First);

    /// <summary>Entries of smaller magnitude.</summary>
    public long Below { get; private set; }

    /// <summary>Entries of that magnitude; no two NaNs are equal.</summary>
    public long Tied { get; private set; }

    private long NaNs { get; set; }

    public void Presume(MagnitudeRange range) => Range = range;

    /// <summary>Of so many entries, those that reach the value. Nothing is at least NaN, and NaN is at least nothing.</summary>
    public long Kept(long length) => float.IsNaN(Value) ? 0 : length - Below - NaNs;

    /// <param name="count">Of the whole vector, over <see cref="Range"/>.</param>
    /// <param name="rank">1-based; 0 selects magnitude 0.</param>
    public void Advance(MagnitudeCount count, long rank)
    {
        var counted = count.Range;
        NaNs = count.NaNs;
        if (counted.First > 0 && rank <= count.Below)
            Range = _certain = _certain with { Last = counted.First - 1 };
        else if (counted.Last < Magnitude.NaN && rank > count.Below + count.Within)
            Range = _certain = _certain with { First = counted.Last + 1 };
        else
        {
            Range = _certain = count.BinOf(rank, out long below, out long tied);
            IsFound = Range.IsOne;
            (Below, Tied) = (below, IsFound && float.IsNaN(Value) ? 0 : tied);
        }
    }
}
