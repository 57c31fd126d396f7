using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace FusionFunctions.Experiments;

/// <summary>One entry of <c>methods:</c>. A parameter with several values is a sweep.</summary>
/// <param name="Name">The method's registered name, such as <c>ties_merging</c>.</param>
/// <param name="Parameters">Only those written in the file, in the method's order; every value is checked against the method's description.</param>
public sealed record MethodSpec(string Name, IReadOnlyList<SweptParameter> Parameters)
{
    /// <summary>More than anyone will wait for; a sweep beyond it is a mistake.</summary>
    public const int MaxVariants = 10_000;

    /// <summary>How many parameter sets the entry stands for, or <see cref="long.MaxValue"/> where they are too many to count.</summary>
    [JsonIgnore]
    public long VariantCount => Parameters.Aggregate(
        1L, (count, parameter) => count <= long.MaxValue / Math.Max(parameter.Values.Count, 1) ? count * parameter.Values.Count : long.MaxValue);

    /// <summary>Every combination of values, the last parameter changing fastest. A method without parameters has one, empty.</summary>
    /// <exception cref="ExperimentException">There are more than <see cref="MaxVariants"/>.</exception>
    public IReadOnlyList<Dictionary<string, JsonNode>> Variants()
    {
        if (VariantCount > MaxVariants)
            throw new ExperimentException($"{Name}: the sweep has more than {MaxVariants} variants; give fewer values");
        List<Dictionary<string, JsonNode>> variants = [[]];
        foreach (var parameter in Parameters)
            variants = [.. from variant in variants
                           from value in parameter.Values
                           select new Dictionary<string, JsonNode>(variant) { [parameter.Name] = value.DeepClone() }];
        return variants;
    }
}

/// <param name="Values">One value, or the sweep's values in order.</param>
public sealed record SweptParameter(string Name, IReadOnlyList<JsonNode> Values);
