using System.Numerics;

namespace FusionFunctions.Merging.Selection;

/// <summary>Consecutive patterns of magnitudes, both ends included.</summary>
internal readonly record struct MagnitudeRange(uint First, uint Last)
{
    public static MagnitudeRange All { get; } = new(0, Magnitude.NaN);

    public bool IsOne => First == Last;

    /// <summary>Neighbouring patterns, 2 to the power of this, that must share a bin where there are so many bins.</summary>
    public int ShiftFor(int bins)
    {
        int shift = Math.Max(0, 32 - BitOperations.LeadingZeroCount(Last - First) - BitOperations.Log2((uint)bins));
        return Last - First >> shift < bins ? shift : shift + 1;
    }

    /// <summary>The part of the range that falls into one bin.</summary>
    public MagnitudeRange Bin(int bin, int shift)
    {
        uint first = First + ((uint)bin << shift);
        return new(first, (uint)Math.Min(Last, first + (1L << shift) - 1));
    }
}
