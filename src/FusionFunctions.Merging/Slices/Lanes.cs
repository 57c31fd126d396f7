using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusionFunctions.Merging.Slices;

/// <summary>Moves vectors in and out of spans of any length, so that a formula over vectors needs no second form for the rest.</summary>
internal static class Lanes
{
    public static int Count => Vector<float>.Count;

    /// <summary>As many elements as the vectors hold that are needed for so many.</summary>
    public static int Whole(int elements) => (elements + Count - 1) / Count * Count;

    /// <summary>Lanes past the end are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Load(ReadOnlySpan<float> source, int at) => source.Length - at >= Count ? new(source[at..]) : LoadRest(source[at..]);

    /// <summary>Lanes past the end are dropped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector<float> value, Span<float> destination, int at)
    {
        if (destination.Length - at >= Count)
            value.CopyTo(destination[at..]);
        else
            StoreRest(value, destination[at..]);
    }

    /// <summary>One bit for each lane that is true.</summary>
    public static uint Bits(Vector<int> mask) =>
        Vector<int>.Count > Vector256<int>.Count ? (uint)mask.AsVector512().ExtractMostSignificantBits() : mask.AsVector256().ExtractMostSignificantBits();

    private static Vector<float> LoadRest(ReadOnlySpan<float> rest)
    {
        Span<float> padded = stackalloc float[Count];
        padded.Clear();
        rest.CopyTo(padded);
        return new(padded);
    }

    private static void StoreRest(Vector<float> value, Span<float> rest)
    {
        Span<float> padded = stackalloc float[Count];
        value.CopyTo(padded);
        padded[..rest.Length].CopyTo(rest);
    }
}
