using System.Globalization;
using System.Numerics;
using CsCheck;
using FusionFunctions.Glue.Tasks;

namespace FusionFunctions.Tests.Glue;

public sealed class SimilarityLabelTests
{
    [Fact]
    public void Format_rounds_the_exact_value_halves_to_even() =>
        Gen.OneOf(Gen.Float[0, 5], Gen.Int[0, 100].Select(twentieths => twentieths / 20f), Gen.Int[0, 40].Select(eighths => eighths / 8f))
            .Sample(label => Assert.Equal(ExactlyRounded(label), SimilarityLabel.Format(label)), iter: 20_000);

    [Theory]
    [InlineData(-1f, "-1.0")]
    [InlineData(-0.04f, "-0.0")]
    [InlineData(1e30f, "1000000015047466219876688855040.0")]
    public void Format_unusual_floats_read_as_Python_writes_them(float label, string expected) => Assert.Equal(expected, SimilarityLabel.Format(label));

    /// <summary>In integers: the float is a whole number of 2^-149.</summary>
    private static string ExactlyRounded(float label)
    {
        var unit = BigInteger.One << 149;
        var tenths = new BigInteger(Math.ScaleB((double)label, 149)) * 10;
        var whole = BigInteger.DivRem(tenths, unit, out var rest);
        if (rest * 2 > unit || (rest * 2 == unit && !whole.IsEven))
            whole++;
        return string.Create(CultureInfo.InvariantCulture, $"{whole / 10}.{whole % 10}");
    }
}
