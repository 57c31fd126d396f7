using System.Text.Json.Nodes;
using FusionFunctions.Experiments;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Parameters;

namespace FusionFunctions.Tests.Experiments;

public sealed class ParameterRuleTests
{
    [Theory]
    [InlineData(ParameterType.Number, 0.0, 1.0, "a number from 0 to 1")]
    [InlineData(ParameterType.Number, 0.5, null, "a number of at least 0.5")]
    [InlineData(ParameterType.Number, 1e-6, 1e6, "a number from 1e-6 to 1000000")]
    [InlineData(ParameterType.Integer, null, 3.0, "a whole number of at most 3")]
    [InlineData(ParameterType.NumberList, 1.0, null, "a number or a list of numbers, each of at least 1")]
    [InlineData(ParameterType.Boolean, null, null, "true or false")]
    public void Merges_refuse_a_value_in_the_rules_own_words(ParameterType type, double? least, double? most, string words)
    {
        var parameter = new ParameterDescription("p", type, JsonValue.Create(1), "", least, most);
        var method = new MethodDescription("m", "M", "", "", false, [parameter]);

        var error = Assert.Throws<MergeException>(() => MethodParameters.Resolve(method, new Dictionary<string, JsonNode> { ["p"] = "wrong" }));

        Assert.Equal(words, parameter.Expected());
        Assert.Equal($"m: parameter 'p' must be {words}, not \"wrong\".", error.Message);
    }

    [Theory]
    [InlineData(ParameterType.Number, 0.0, true), InlineData(ParameterType.Number, 0.5, true), InlineData(ParameterType.Number, 1.0, true)]
    [InlineData(ParameterType.Number, 1.5, false), InlineData(ParameterType.Number, -0.1, false), InlineData(ParameterType.Number, double.NaN, false)]
    [InlineData(ParameterType.Integer, 1.0, true), InlineData(ParameterType.Integer, 0.5, false), InlineData(ParameterType.NumberList, 0.5, true)]
    public void Number_is_allowed_within_both_bounds_and_whole_where_it_must_be(ParameterType type, double number, bool isAllowed) =>
        Assert.Equal(isAllowed, new ParameterDescription("p", type, JsonValue.Create(1), "", 0, 1).Allows(number));

    [Fact]
    public void Example_has_the_exponent_that_people_write() =>
        Assert.Equal("write eps: 1e-8", new ParameterDescription("eps", ParameterType.Number, JsonValue.Create(1e-8), "").Example());

    [Fact]
    public void Text_is_allowed_where_it_is_a_choice_and_anywhere_without_choices()
    {
        var choice = new ParameterDescription("p", ParameterType.TextList, new JsonArray(), "", Choices: ["sum", "mean"]);

        Assert.Equal([true, false], new[] { "sum", "Sum" }.Select(choice.Allows));
        Assert.Equal("a list of texts, each one of sum, mean", choice.Expected());
        Assert.True((choice with { Choices = null }).Allows("Sum"));
    }

    [Theory, InlineData("_pretrained_", true), InlineData("__", true), InlineData("_", false), InlineData("_a", false), InlineData("a_", false), InlineData("", false)]
    public void Name_is_special_where_it_begins_and_ends_with_a_line(string name, bool isSpecial) => Assert.Equal(isSpecial, ModelPool.IsSpecial(name));
}
