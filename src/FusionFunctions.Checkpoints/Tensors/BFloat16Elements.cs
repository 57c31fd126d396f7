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
            WidenRest(source[at..], destination[at..]);
    }

    /// <summary>Rounds to nearest even.</summary>
    public static void Round(ReadOnlySpan<float> source, Span<ushort> destination)
    {
        int at = 0;
        for (; at + Count <= source.Length; at += Count)
            Vector.Narrow(Round(new(source[at..])), Round(new(source[(at + (Count / 2))..]))).CopyTo(destination[at..]);
        if (at < source.Length)
            RoundRest(source[at..], destination[at..]);
    }

    private static Vector<uint> Round(Vector<float> value)
    {
        var bits = value.As<float, uint>();
        var upper = bits >>> 16;
        var rounded = (bits + new Vector<uint>(0x7fff) + (upper & Vector<uint>.One)) >>> 16;
        // Rounding would carry a NaN's low payload into infinity: keep it a (quiet) NaN instead.
        return Vector.ConditionalSelect(Vector.IsNaN(value).As<float, uint>(), upper | new Vector<uint>(QuietBit), rounded);
    }

    private static void WidenRest(ReadOnlySpan<ushort> rest, Span<float> destination)
    {
        Span<ushort> padded = stackalloc ushort[Count];
        Span<float> widened = stackalloc float[Count];
        padded.Clear();
        rest.CopyTo(padded);
        Widen(padded, widened);
        widened[..rest.Length].CopyTo(destination);
    }

    private static void RoundRest(ReadOnlySpan<float> rest, Span<ushort> destination)
    {
        Span<float> padded = stackalloc float[Count];
        Span<ushort> rounded = stackalloc ushort[Count];
        padded.Clear();
        rest.CopyTo(padded);
        Round(padded, rounded);
        rounded[..rest.Length].CopyTo(destination);
    }
}
