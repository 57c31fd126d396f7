using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FusionFunctions.Merging.Slices;

/// <summary>Sums over a block of elements in double, in an order that no machine's vector width changes.</summary>
internal static class FloatBlocks
{
    /// <summary>Σ aᵢ·bᵢ: every product is exact, four sums run side by side.</summary>
    public static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sums = Vector256<double>.Zero;
        int at = 0;
        for (; at <= a.Length - Vector128<float>.Count; at += Vector128<float>.Count)
            sums += Four(a, at) * Four(b, at);
        double sum = Vector256.Sum(sums);
        for (; at < a.Length; at++)
            sum += (double)a[at] * b[at];
        return sum;
    }

    /// <summary>Σ |aᵢ|.</summary>
    public static double AbsoluteSum(ReadOnlySpan<float> a)
    {
        var sums = Vector256<double>.Zero;
        int at = 0;
        for (; at <= a.Length - Vector128<float>.Count; at += Vector128<float>.Count)
            sums += Vector256.Abs(Four(a, at));
        double sum = Vector256.Sum(sums);
        for (; at < a.Length; at++)
            sum += Math.Abs((double)a[at]);
        return sum;
    }

    private static Vector256<double> Four(ReadOnlySpan<float> values, int at)
    {
        var four = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)at);
        var (lower, upper) = Vector128.Widen(four);
        return Vector256.Create(lower, upper);
    }
}
