using System.Numerics;

namespace FusionFunctions.Merging.Slices;

/// <summary>Moves vectors in and out of spans of any length, so that a formula over vectors needs no second form for the rest.</summary>
internal static class Lanes
{
    public static int Count => Vector<float>.Count;

    /// <summary>Lanes past the end are zero.</summary>
    public static Vector<float> Load(ReadOnlySpan<float> source, int at)
    {
        if (source.Length - at >= Count)
            return new(source[at..]);
        Span<float> padded = stackalloc float[Count];
        padded.Clear();
        source[at..].CopyTo(padded);
        return new(padded);
    }

    /// <summary>Lanes past the end are dropped.</summary>
    public static void Store(Vector<float> value, Span<float> destination, int at)
    {
        if (destination.Length - at >= Count)
        {
            value.CopyTo(destination[at..]);
            return;
        }
        Span<float> padded = stackalloc float[Count];
        value.CopyTo(padded);
        padded[..(destination.Length - at)].CopyTo(destination[at..]);
    }
}
