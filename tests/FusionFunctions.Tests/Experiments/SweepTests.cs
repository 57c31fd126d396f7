using System.Globalization;
using System.Text.Json.Nodes;
using CsCheck;
using FusionFunctions.Experiments;
using FusionFunctions.Experiments.Digests;

namespace FusionFunctions.Tests.Experiments;

public sealed class SweepTests
{
    [Theory]
    [InlineData("{ from: 0.0, to: 1.0, step: 0.1 }", "0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1")]
    [InlineData("{ from: 0.3, to: 0, step: -0.1 }", "0.3 0.2 0.1 0")]
    [InlineData("{ from: 0, to: 1, step: 0.4 }", "0 0.4 0.8")]
    [InlineData("{ from: 2, to: 2, step: 1 }", "2")]
    [InlineData("{ from: -1e-1, to: 0.1, step: 1e-1 }", "-0.1 0 0.1")]
    [InlineData("[0.5, 0.25]", "0.5 0.25")]
    [InlineData("[-0, .5, 1., +2]", "0 0.5 1 2")]
    [InlineData("7", "7")]
    public void Values_of_a_number_are_one_a_list_or_a_range(string written, string values) =>
        Assert.Equal(values, string.Join(' ', TaskArithmetic(written).Parameters.Single().Values.Select(value => value.ToJsonString())));

    [Fact]
    public void Range_has_the_very_doubles_that_the_decimals_name() => Gen.Select(Gen.Int[-100, 100], Gen.Int[1, 60], Gen.Int[1, 30]).Sample((from, count, step) =>
    {
        string[] decimals = [.. Enumerable.Range(0, count).Select(i => ((from + (i * step)) / 100m).ToString(CultureInfo.InvariantCulture))];
        string range = string.Create(CultureInfo.InvariantCulture, $"{{ from: {from / 100m}, to: {decimals[^1]}, step: {step / 100m} }}");

        Assert.Equal(
            decimals.Select(text => double.Parse(text, CultureInfo.InvariantCulture)),
            TaskArithmetic(range).Parameters.Single().Values.Select(value => value.GetValue<double>()));
    }, iter: 200);

    [Fact]
    public void Variants_change_the_last_parameter_fastest_in_the_methods_order()
    {
        var method = Read("ties_merging: { merge_func: [sum, max], scaling_factor: [0.1, 0.2], threshold: 20 }");

        Assert.Equal(
            ["0.1 20 sum", "0.1 20 max", "0.2 20 sum", "0.2 20 max"],
            method.Variants().Select(variant => $"{variant["scaling_factor"]} {variant["threshold"]} {variant["merge_func"]}"));
        Assert.Equal(4, method.VariantCount);
    }

    [Fact]
    public void Variants_without_parameters_are_one() => Assert.Empty(Assert.Single(Read("simple_average").Variants()));

    [Fact]
    public void Variants_share_no_nodes()
    {
        var variants = Read("ties_merging: { scaling_factor: [0.1, 0.2], remove_keys: [a, b] }").Variants();

        Assert.All(variants, variant => _ = new JsonObject(variant.Select(value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value))));
    }

    [Theory]
    [InlineData("[]", "[[]]")]
    [InlineData("[a, b]", """[["a","b"]]""")]
    [InlineData("[[], [a], [a, b]]", """[[],["a"],["a","b"]]""")]
    [InlineData("[['1']]", """[["1"]]""")]
    public void List_of_texts_is_one_value_and_a_list_of_lists_sweeps(string written, string values) =>
        Assert.Equal(values, CanonicalJson.Write(new JsonArray([.. Read($"ties_merging: {{ remove_keys: {written} }}").Parameters.Single().Values.Select(value => value.DeepClone())])));

    [Theory]
    [InlineData("0.5", "[[0.5]]")]
    [InlineData("[0.5]", "[[0.5]]")]
    [InlineData("[1, 2, 3, 4, 5, 6, 7, 8]", "[[1,2,3,4,5,6,7,8]]")]
    [InlineData("[[1], [1, 2, 3, 4, 5, 6, 7, 8], 0.5]", "[[1],[1,2,3,4,5,6,7,8],[0.5]]")]
    public void List_of_numbers_is_one_value_and_a_list_of_lists_sweeps(string written, string values) =>
        Assert.Equal(values, CanonicalJson.Write(new JsonArray([.. Read($"weighted_average: {{ weights: {written} }}").Parameters.Single().Values.Select(value => value.DeepClone())])));

    [Theory]
    [InlineData("true", "true")]
    [InlineData("[true, False]", "true false")]
    public void Boolean_is_read_and_swept(string written, string values) =>
        Assert.Equal(values, string.Join(' ', Read($"weighted_average: {{ normalize: {written} }}").Parameters.Single().Values.Select(value => value.ToJsonString())));

    [Fact]
    public void Variants_beyond_the_bound_are_refused_before_they_are_made()
    {
        JsonNode[] many = [.. Enumerable.Range(0, 3000).Select(i => JsonValue.Create(i))];
        var method = new MethodSpec("ties_merging", [.. Enumerable.Range(0, 9).Select(i => new SweptParameter($"p{i}", many))]);

        Assert.Equal(long.MaxValue, method.VariantCount);
        Assert.Equal(
            "ties_merging: the sweep has more than 10000 variants; give fewer values", Assert.Throws<ExperimentException>(method.Variants).Message);
    }

    private static MethodSpec TaskArithmetic(string scalingFactor) => Read($"task_arithmetic: {{ scaling_factor: {scalingFactor} }}");

    private static MethodSpec Read(string method) =>
        ExperimentFile.Read($"modelpool: Seq2SeqLMPool/flan-t5-base_glue\ntaskpool: [cola]\nmethods:\n- {method}").Methods.Single();
}
