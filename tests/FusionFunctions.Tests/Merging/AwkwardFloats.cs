using CsCheck;
using FusionFunctions.Merging.Selection;

namespace FusionFunctions.Tests.Merging;

/// <summary>Numbers on which a selection or a sum may go wrong.</summary>
internal static class AwkwardFloats
{
    private static readonly Gen<float> s_ordinary = Gen.Int[-1_000_000, 1_000_000].Select(steps => steps / 1e6f);
    private static readonly Gen<float> s_denormal = Gen.Int[-50, 50].Select(steps => steps * float.Epsilon);
    private static readonly Gen<float> s_naN = Gen.OneOf(Gen.Const(float.NaN), Gen.UInt[0x7f80_0001, 0x7fff_ffff].Select(BitConverter.UInt32BitsToSingle));
    private static readonly Gen<float> s_extreme = Gen.OneOf(float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, -0f, 0f, float.Epsilon);

    public static Gen<float> One { get; } = Gen.OneOf(s_ordinary, s_denormal, s_naN, s_extreme);

    /// <summary>Ordinary ones; few different ones; all equal; mostly zeros; denormals; a bit of everything.</summary>
    public static Gen<float[]> Lists { get; } = ListsOf(Gen.Int[1, 3000]);

    public static Gen<float[]> ListsOf(Gen<int> length) => Gen.OneOf(
        s_ordinary.Array[length],
        Gen.Int[-3, 3].Select(steps => steps / 4f).Array[length],
        Gen.Select(One, length, (number, count) => Enumerable.Repeat(number, count).ToArray()),
        Gen.Frequency((9, Gen.Const(0f)), (1, s_ordinary)).Array[length],
        s_denormal.Array[length],
        One.Array[length]);

    /// <summary>Around one of them, of one value, of a few or of most.</summary>
    public static Gen<MagnitudeRange> Ranges { get; } =
        from a in Gen.OneOf(One.Select(Magnitude.Of), Gen.UInt[0, Magnitude.NaN])
        from width in Gen.OneOf(Gen.Const(0u), Gen.UInt[0, 1 << 17], Gen.UInt[0, Magnitude.NaN])
        select new MagnitudeRange(a, Math.Min(Magnitude.NaN, a + width));
}
