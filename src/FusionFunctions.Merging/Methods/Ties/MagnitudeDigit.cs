using System.Numerics;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>Consecutive bits of a magnitude's 31-bit pattern; the digits run from the most significant to the least.</summary>
internal readonly record struct MagnitudeDigit(int Shift, int Width)
{
    private const uint Infinity = 0x7f80_0000;

    /// <summary>Every NaN has this pattern, so that NaN is the largest magnitude, as in PyTorch, and can be counted.</summary>
    public const uint NaN = 0x7fff_ffff;

    public static IReadOnlyList<MagnitudeDigit> All { get; } = [new(15, 16), new(0, 15)];

    public int Values => 1 << Width;

    public int Of(uint magnitude) => (int)(magnitude >> Shift) & (Values - 1);

    /// <summary>The bits above the digit.</summary>
    public uint Prefix(uint magnitude) => magnitude >> (Shift + Width);

    /// <inheritdoc cref="Prefix"/>
    public Vector<uint> Prefixes(Vector<uint> magnitudes) => Vector.ShiftRightLogical(magnitudes, Shift + Width);

    public static uint Magnitude(float value)
    {
        uint magnitude = BitConverter.SingleToUInt32Bits(value) & NaN;
        return magnitude > Infinity ? NaN : magnitude;
    }

    public static Vector<uint> Magnitudes(Vector<float> values)
    {
        var magnitudes = Vector.AsVectorUInt32(values) & new Vector<uint>(NaN);
        return Vector.ConditionalSelect(Vector.GreaterThan(magnitudes, new Vector<uint>(Infinity)), new Vector<uint>(NaN), magnitudes);
    }
}
