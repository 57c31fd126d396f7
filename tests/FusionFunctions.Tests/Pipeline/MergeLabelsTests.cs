using System.Text.Json.Nodes;
using FusionFunctions.Experiments;
using FusionFunctions.Pipeline.Merges;

namespace FusionFunctions.Tests.Pipeline;

public sealed class MergeLabelsTests
{
    [Theory]
    [InlineData("simple_average", "{}", "Simple Average")]
    [InlineData("ties_merging", "{}", "Ties-Merging (λ=0.3)")]
    [InlineData("ties_merging", """{"threshold":10}""", "Ties-Merging (λ=0.3, threshold=10)")]
    [InlineData("svc", "{}", "Singular Value Calibration (λ=0.3)")]
    [InlineData("svc", """{"base_method":"wudi"}""", "Singular Value Calibration (base_method=wudi)")]
    [InlineData("svc", """{"base_method":"iso_c","iso_c_scaling_factor":1.5}""", "Singular Value Calibration (base_method=iso_c, iso_c_scaling_factor=1.5)")]
    public void Label_has_the_scaling_factor_and_what_is_no_default(string method, string parameters, string label)
    {
        var spec = new MethodSpec(method, [.. JsonNode.Parse(parameters)!.AsObject().Select(value => new SweptParameter(value.Key, [value.Value!]))]);

        Assert.Equal(label, Assert.Single(MergeLabels.Of(spec)));
    }
}
