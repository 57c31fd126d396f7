using FusionFunctions.Glue.Scoring;

namespace FusionFunctions.Tests.Glue;

public sealed class PythonFloatTests
{
    [Theory]
    [InlineData("3.8", 3.8)]
    [InlineData(" 4.0 ", 4)]
    [InlineData("\u00a04\u2003", 4)]
    [InlineData("1e0", 1)]
    [InlineData("1E+2", 100)]
    [InlineData(".5", .5)]
    [InlineData("5.", 5)]
    [InlineData("1_0", 10)]
    [InlineData("1_0.2_5e1_0", 10.25e10)]
    [InlineData("+2", 2)]
    [InlineData("-2", -2)]
    [InlineData("\uff14.\uff12", 4.2)]
    [InlineData("\u0663", 3)]
    [InlineData("inf", double.PositiveInfinity)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData("+NaN", double.NaN)]
    [InlineData("1e999", double.PositiveInfinity)]
    [InlineData("0", 0)]
    public void TryParse_what_Python_accepts_gives_its_value(string text, double expected)
    {
        Assert.True(PythonFloat.TryParse(text, out double value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("_1")]
    [InlineData("1_")]
    [InlineData("1__0")]
    [InlineData("1_.5")]
    [InlineData("1._5")]
    [InlineData("0x1")]
    [InlineData("1,5")]
    [InlineData("1e")]
    [InlineData("e1")]
    [InlineData("--1")]
    [InlineData("+ 1")]
    [InlineData("infinit")]
    [InlineData("yes")]
    [InlineData("4.0 out of 5")]
    [InlineData("½")]
    [InlineData("\u001c4\u001f")]
    [InlineData("4\u0000")]
    public void TryParse_what_Python_refuses_is_refused(string text) => Assert.False(PythonFloat.TryParse(text, out _));
}
