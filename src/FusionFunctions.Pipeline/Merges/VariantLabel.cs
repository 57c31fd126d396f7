using System.Text.Json.Nodes;
using FusionFunctions.Experiments;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Experiments.Digests;
using FusionFunctions.Leaderboards;

namespace FusionFunctions.Pipeline.Merges;

/// <summary>Names a merged checkpoint as FusionBench's tables do, by the parameters that say something: 'Ties-Merging (λ=0.3)'.</summary>
internal static class VariantLabel
{
    private const string ScalingFactor = "scaling_factor";

    public static string Of(MethodDescription method, MethodSpec spec, JsonObject parameters) =>
        RowLabel.Of(method.Title, new JsonObject(method.Parameters.Concat(TensorFilter.Parameters)
            .Where(parameter => parameters.ContainsKey(parameter.Name) && parameter.Scope?.Holds(parameters) != false && IsShown(parameter, spec, parameters[parameter.Name]))
            .Select(parameter => KeyValuePair.Create(parameter.Name, Shown(parameters[parameter.Name])))));

    private static bool IsShown(ParameterDescription parameter, MethodSpec spec, JsonNode? value) =>
        parameter.Name == ScalingFactor
        || spec.Parameters.Any(swept => swept.Name == parameter.Name && swept.Values.Count > 1)
        || !SameValue(value, parameter.Default);

    // Rules for single tensors are too long for a label; the recipe has them.
    private static JsonNode? Shown(JsonNode? value) =>
        TensorSetting.Is(value) || (value is JsonArray list && list.Any(TensorSetting.Is)) ? JsonValue.Create("by tensor") : value?.DeepClone();

    // A number written as 20 and one written as 20.0 are the same value.
    private static bool SameValue(JsonNode? value, JsonNode other) =>
        CanonicalJson.Write(value) == CanonicalJson.Write(other);
}
