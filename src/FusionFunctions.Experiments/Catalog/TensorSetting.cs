using System.Text.Json;
using System.Text.Json.Nodes;

namespace FusionFunctions.Experiments.Catalog;

/// <summary>
/// A parameter's value that depends on the tensor, as JSON: <c>{ "by_tensor": [ { "filter": "SelfAttention", "values": [0.2, 0.8] }, … ] }</c>, and with
/// <c>"module": "encoder"</c> in rules for one module. The first rule that fits counts.
/// </summary>
public static class TensorSetting
{
    private const string ByTensor = "by_tensor";
    private const string Filter = "filter";
    private const string Values = "values";
    private const string Module = "module";

    public static JsonObject Of(IEnumerable<TensorRule> rules) => new() { [ByTensor] = new JsonArray([.. rules.Select(ToJson)]) };

    public static bool Is(JsonNode? value) => value is JsonObject map && map.ContainsKey(ByTensor);

    /// <param name="setting">What <see cref="Is"/> says yes to.</param>
    public static IEnumerable<TensorRule> Rules(JsonNode setting) => setting[ByTensor]!.AsArray().Select(rule =>
        new TensorRule((string?)rule![Filter], [.. rule[Values]!.AsArray().Select(value => value!)], (string?)rule[Module]));

    /// <summary>Every value that some tensor may get.</summary>
    public static IEnumerable<JsonNode> AllValues(JsonNode setting) => Rules(setting).SelectMany(rule => rule.Values);

    /// <param name="setting">What <see cref="Is"/> says yes to.</param>
    /// <param name="tensor">The tensor's name.</param>
    /// <param name="depth">Where its layer is, from 0 for the first to 1 for the last.</param>
    /// <returns>Its value, or null where no rule counts.</returns>
    public static JsonNode? For(JsonNode setting, string tensor, double depth) =>
        Rules(setting).FirstOrDefault(rule => rule.Fits(tensor)) is { } first ? Interpolated(first.Values, depth) : null;

    private static JsonObject ToJson(TensorRule rule)
    {
        var json = new JsonObject { [Filter] = rule.Filter, [Values] = new JsonArray([.. rule.Values.Select(value => value.DeepClone())]) };
        if (rule.Module is not null)
            json[Module] = rule.Module;
        return json;
    }

    private static JsonNode Interpolated(IReadOnlyList<JsonNode> values, double depth)
    {
        if (values.Count == 1 || values[0].GetValueKind() != JsonValueKind.Number)
            return values[0].DeepClone();
        double at = depth * (values.Count - 1);
        int before = Math.Min((int)at, values.Count - 2);
        double share = at - before;
        return JsonValue.Create(((1 - share) * values[before].GetValue<double>()) + (share * values[before + 1].GetValue<double>()));
    }
}
