using System.Text.Json;
using System.Text.Json.Nodes;

namespace FusionFunctions.Experiments.Catalog;

/// <summary>
/// A parameter's value that depends on the tensor, as JSON: <c>{ "by_tensor": [ { "filter": "SelfAttention", "values": [0.2, 0.8] }, … ] }</c>. The first
/// rule counts whose filter is part of the tensor's name, or that has none; several values are a gradient over the layers.
/// </summary>
public static class TensorSetting
{
    private const string Rules = "by_tensor";
    private const string Filter = "filter";
    private const string Values = "values";

    public static JsonObject Of(IEnumerable<(string? Filter, IReadOnlyList<JsonNode> Values)> rules) => new()
    {
        [Rules] = new JsonArray([.. rules.Select(rule => new JsonObject
        {
            [Filter] = rule.Filter,
            [Values] = new JsonArray([.. rule.Values.Select(value => value.DeepClone())]),
        })]),
    };

    public static bool Is(JsonNode? value) => value is JsonObject map && map.ContainsKey(Rules);

    /// <summary>Every value that some tensor may get.</summary>
    public static IEnumerable<JsonNode> AllValues(JsonNode setting) =>
        setting[Rules]!.AsArray().SelectMany(rule => rule![Values]!.AsArray()).Select(value => value!);

    /// <summary>Parts of tensors' names that rules ask for.</summary>
    public static IEnumerable<string> Filters(JsonNode setting) => setting[Rules]!.AsArray().Select(rule => (string?)rule![Filter]).OfType<string>();

    /// <param name="setting">What <see cref="Is"/> says yes to.</param>
    /// <param name="tensor">The tensor's name.</param>
    /// <param name="depth">Where its layer is, from 0 for the first to 1 for the last.</param>
    /// <returns>Its value, or null where no rule counts.</returns>
    public static JsonNode? For(JsonNode setting, string tensor, double depth)
    {
        foreach (var rule in setting[Rules]!.AsArray())
            if ((string?)rule![Filter] is not { } filter || tensor.Contains(filter, StringComparison.Ordinal))
                return Interpolated([.. rule[Values]!.AsArray().Select(value => value!)], depth);
        return null;
    }

    private static JsonNode Interpolated(JsonNode[] values, double depth)
    {
        if (values.Length == 1 || values[0].GetValueKind() != JsonValueKind.Number)
            return values[0].DeepClone();
        double at = depth * (values.Length - 1);
        int before = Math.Min((int)at, values.Length - 2);
        double share = at - before;
        return JsonValue.Create(((1 - share) * values[before].GetValue<double>()) + (share * values[before + 1].GetValue<double>()));
    }
}
