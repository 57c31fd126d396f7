using System.Globalization;
using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Suggestions;

namespace FusionFunctions.Experiments.Bench;

/// <summary>A configuration and what overrides do to it.</summary>
internal sealed class ConfigTree(JsonObject root)
{
    public JsonObject Root => root;

    /// <exception cref="ExperimentException">The key is missing, or is there already; the message names the nearest.</exception>
    public void Apply(ConfigOverride one)
    {
        string[] parts = one.Parts;
        var parent = Walk(parts[..^1], one);
        string last = parts[^1];
        if (parent is JsonArray list)
        {
            ApplyTo(list, Index(list, last, one), one);
            return;
        }
        var map = (JsonObject)parent;
        bool isThere = map.ContainsKey(last);
        if (one.Kind == OverrideKind.Add && isThere)
            throw new ExperimentException($"Could not append to config. An item is already at '{one.Key}'.\nUse ++{one.Key}={one.Value} to set it either way.");
        if (!isThere && one.Kind is OverrideKind.Set or OverrideKind.Delete)
            throw one.Kind == OverrideKind.Delete
                ? new($"Could not delete from config. '{one.Key}' does not exist.{Near(map, last, one)}")
                : NotInStruct(map, last, one);
        if (one.Kind == OverrideKind.Delete)
            map.Remove(last);
        else
            map[last] = one.Node();
    }

    private JsonNode Walk(string[] parts, ConfigOverride one)
    {
        JsonNode node = root;
        foreach (string part in parts)
            node = node switch
            {
                JsonArray list => list[Index(list, part, one)] ?? throw NoParts(part, one),
                JsonObject map when map.TryGetPropertyValue(part, out var next) => next is JsonObject or JsonArray ? next
                    : next is null && one.Kind is OverrideKind.Add or OverrideKind.Force ? Grow(map, part) : throw NoParts(part, one),
                JsonObject map when one.Kind is OverrideKind.Add or OverrideKind.Force => Grow(map, part),
                JsonObject map => throw NotInStruct(map, part, one),
                _ => throw NoParts(part, one),
            };
        return node is JsonObject or JsonArray ? node : throw NoParts(parts[^1], one);
    }

    private static JsonObject Grow(JsonObject map, string part)
    {
        var next = new JsonObject();
        map[part] = next;
        return next;
    }

    private static void ApplyTo(JsonArray list, int index, ConfigOverride one)
    {
        if (one.Kind == OverrideKind.Delete)
            list.RemoveAt(index);
        else
            list[index] = one.Node();
    }

    private static int Index(JsonArray list, string part, ConfigOverride one) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < list.Count
            ? index
            : throw new ExperimentException($"Could not override '{one.Key}'.\nThe list has {list.Count} items, with numbers from 0; '{Shown.Short(part)}' is none.");

    private static ExperimentException NoParts(string part, ConfigOverride one) =>
        new($"Could not override '{one.Key}'.\n'{Shown.Short(part)}' is a value and has no parts; set it as a whole.");

    private static ExperimentException NotInStruct(JsonObject map, string key, ConfigOverride one) => new(
        $"Could not override '{one.Key}'.\nKey '{Shown.Short(key)}' is not in struct\n\tfull_key: {one.Key}{Near(map, key, one)}\n"
        + $"To append to your config use +{one.Key}={Shown.Short(one.Value)}");

    private static string Near(JsonObject map, string key, ConfigOverride one)
    {
        string[] keys = [.. map.Select(entry => entry.Key)];
        string prefix = one.Parts.Length > 1 ? string.Concat(one.Parts.TakeWhile(part => part != key).Select(part => part + ".")) : "";
        return Suggestion.Nearest(key, keys) is { } nearest ? $"\nDid you mean '{prefix}{nearest}'?" : keys.Length > 0 ? $"\nIts keys are {string.Join(", ", keys)}." : "";
    }
}
