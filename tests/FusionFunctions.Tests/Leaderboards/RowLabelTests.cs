using System.Text.Json.Nodes;
using FusionFunctions.Leaderboards;

namespace FusionFunctions.Tests.Leaderboards;

public sealed class RowLabelTests
{
    [Theory]
    [InlineData(1e-9, "1e-9"), InlineData(-2.5e-12, "-2.5e-12"), InlineData(1e300, "1e300"), InlineData(0.3, "0.3"), InlineData(100, "100")]
    public void Text_of_a_number_has_the_exponent_that_people_write(double value, string text)
    {
        Assert.Equal(text, RowLabel.Text(JsonValue.Create(value)));
        Assert.Equal($"[1,{text}]", RowLabel.Text(new JsonArray(1, value)));
    }

    [Fact]
    public void Text_of_texts_stays_as_it_is() => Assert.Equal("""["1E-09"]""", RowLabel.Text(new JsonArray("1E-09")));
}
