using System.Numerics;
using System.Runtime.CompilerServices;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>The sum of the entries that agree.</summary>
internal struct DisjointSum : IDisjointFunction
{
    private Vector<float> _positive;
    private Vector<float> _negative;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector<float> entries)
    {
        _positive += Vector.MaxNative(entries, Vector<float>.Zero);
        _negative += Vector.MinNative(entries, Vector<float>.Zero);
    }

    public readonly Vector<float> Merge(Vector<float> sign) => SignedSums.Agreeing(sign, _positive, _negative);
}

/// <summary>The mean of the entries that agree and are not zero.</summary>
internal struct DisjointMean : IDisjointFunction
{
    private DisjointSum _sum;
    private Vector<float> _positives;
    private Vector<float> _negatives;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector<float> entries)
    {
        _sum.Add(entries);
        _positives += Trimming.Mask(Vector.GreaterThan(entries, Vector<float>.Zero));
        _negatives += Trimming.Mask(Vector.LessThan(entries, Vector<float>.Zero));
    }

    public readonly Vector<float> Merge(Vector<float> sign) =>
        _sum.Merge(sign) / Vector.Max(SignedSums.Agreeing(sign, _positives, _negatives), Vector<float>.One);
}

/// <summary>The largest magnitude of the entries that agree, times the sign.</summary>
internal struct DisjointMax : IDisjointFunction
{
    private Vector<float> _positive;
    private Vector<float> _negative;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector<float> entries)
    {
        _positive = Vector.MaxNative(_positive, entries);
        _negative = Vector.MinNative(_negative, entries);
    }

    public readonly Vector<float> Merge(Vector<float> sign) => Vector.Abs(SignedSums.Agreeing(sign, _positive, _negative)) * sign;
}
