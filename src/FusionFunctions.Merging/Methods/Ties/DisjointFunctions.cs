using System.Numerics;
using System.Runtime.CompilerServices;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>The sum of the entries that agree.</summary>
internal readonly struct DisjointSum : IDisjointFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(ref SignedSums sums, Vector<float> entries)
    {
        sums.Positive += Vector.MaxNative(entries, Vector<float>.Zero);
        sums.Negative += Vector.MinNative(entries, Vector<float>.Zero);
    }

    public static Vector<float> Merge(in SignedSums sums, Vector<float> sign) => SignedSums.Agreeing(sign, sums.Positive, sums.Negative);
}

/// <summary>The mean of the entries that agree and are not zero.</summary>
internal readonly struct DisjointMean : IDisjointFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(ref SignedSums sums, Vector<float> entries)
    {
        DisjointSum.Add(ref sums, entries);
        sums.Positives += Trimming.Mask(Vector.GreaterThan(entries, Vector<float>.Zero));
        sums.Negatives += Trimming.Mask(Vector.LessThan(entries, Vector<float>.Zero));
    }

    public static Vector<float> Merge(in SignedSums sums, Vector<float> sign) =>
        DisjointSum.Merge(sums, sign) / Vector.Max(SignedSums.Agreeing(sign, sums.Positives, sums.Negatives), Vector<float>.One);
}

/// <summary>The largest magnitude of the entries that agree, times the sign.</summary>
internal readonly struct DisjointMax : IDisjointFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(ref SignedSums sums, Vector<float> entries)
    {
        sums.Positive = Vector.MaxNative(sums.Positive, entries);
        sums.Negative = Vector.MinNative(sums.Negative, entries);
    }

    public static Vector<float> Merge(in SignedSums sums, Vector<float> sign) =>
        Vector.Abs(SignedSums.Agreeing(sign, sums.Positive, sums.Negative)) * sign;
}
