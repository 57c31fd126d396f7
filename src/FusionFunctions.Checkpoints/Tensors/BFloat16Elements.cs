using System.Numerics;
using System.Runtime.InteropServices;

namespace FusionFunctions.Checkpoints.Tensors;

/// <summary>bfloat16 is the upper half of a float32. Elements are converted a vector at a time; what is left at the end fills one up.</summary>
internal static class BFloat16Elements
{
    private const uint QuietBit = 0x0040;

    // Two vectors of 32 bits become one of 16.
    private static int Count => Vector<ushort>.Count;

    /// <summary>Exact.</summary>
    public static void Widen(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        var bits = MemoryMarshal.Cast<float, uint>(destination);
        int at = 0;
        for (; at + Count <= source.Length; at += Count)
        {
            Vector.Widen(new Vector<ushort>(source[at..]), out var low, out var high);
            (low << 16).CopyTo(bits[at..]);
            (high << 16).CopyTo(bits[(at + (Count / 2))..]);
        }
        if (at < source.Length)
            ConvertRest<ushort, float>(source[at..], destination[at..], Widen);
    }

    /// <summary>Rounds to nearest even.</summary>
    public static void Round(ReadOnlySpan<float> source, Span<ushort> destination)
    {
        int at = 0;
        for (; at + Count <= source.Length; at += Count)
            Vector.Narrow(Round(new(source[at..])), Round(new(source[(at + (Count / 2))..]))).CopyTo(destination[at..]);
        if (at < source.Length)
            ConvertRest<float, ushort>(source[at..], destination[at..], Round);
    }

    private static Vector<uint> Round(Vector<float> value)
    {
        var bits = value.As<float, uint>();
        var upper = bits >>> 16;
        var rounded = (bits + new Vector<uint>(0x7fff) + (upper & Vector<uint>.One)) >>> 16;
        // Rounding would carry a NaN's low payload into infinity: keep it a (quiet) NaN instead.
        return Vector.ConditionalSelect(Vector.IsNaN(value).As<float, uint>(), upper | new Vector<uint>(QuietBit), rounded);
    }

    private static void ConvertRest<TSource, TTarget>(ReadOnlySpan<TSource> rest, Span<TTarget> destination, Action<ReadOnlySpan<TSource>, Span<TTarget>> convert)
        where TSource : unmanaged
        where TTarget : unmanaged
    {
        Span<TSource> padded = stackalloc TSource[Count];
        Span<TTarget> converted = stackalloc TTarget[Count];
        padded.Clear();
        rest.CopyTo(padded);
        convert(padded, converted);
        converted[..rest.Length].CopyTo(destination);
    }
}
