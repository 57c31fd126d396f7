namespace FusionFunctions.Merging.Selection;

/// <summary>The 31-bit pattern of a float without its sign: patterns order like the magnitudes that they stand for.</summary>
internal static class Magnitude
{
    public const uint Infinity = 0x7f80_0000;

    /// <summary>Every NaN has this pattern, so that NaN is the largest magnitude, as in PyTorch, and can be counted.</summary>
    public const uint NaN = 0x7fff_ffff;

    public static uint Of(float value)
    {
        uint magnitude = BitConverter.SingleToUInt32Bits(value) & NaN;
        return magnitude > Infinity ? NaN : magnitude;
    }

    public static float ToSingle(uint magnitude) => BitConverter.UInt32BitsToSingle(magnitude);
}
