using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Documents;

namespace FusionFunctions.Experiments.Bench;

/// <summary>
/// Composes a file's list <c>defaults</c>: the configurations that it names, in order, and what the file says itself where <c>_self_</c> stands, or last.
/// Source: https://hydra.cc/docs/advanced/defaults_list.
/// </summary>
internal static class ConfigDefaults
{
    public const string Key = "defaults";
    private const string Self = "_self_";

    /// <param name="config">The file's.</param>
    /// <param name="group">That it is a choice of.</param>
    /// <param name="place">The file, for messages.</param>
    /// <param name="find">Gives a group's choice, itself composed.</param>
    /// <exception cref="ExperimentException">An entry asks for what is not composed here, or names a choice that is not there.</exception>
    public static JsonObject Compose(JsonObject config, string group, Place place, Func<string, string, JsonObject> find)
    {
        if (!config.TryGetPropertyValue(Key, out var defaults))
            return config;
        config.Remove(Key);
        if (defaults is not JsonArray entries)
            throw place.Error($"'{Key}' must be a list, not {Shown.Short(defaults?.ToJsonString() ?? "null")}", $"write {Key}: [name]");
        var composed = new JsonObject();
        bool hasSelf = false;
        foreach (var entry in entries)
        {
            if (entry is JsonValue value && value.TryGetValue(out string? self) && self == Self)
            {
                Merge(composed, config);
                hasSelf = true;
                continue;
            }
            var read = DefaultsEntry.Read(entry, group, place);
            foreach (string choice in read.Choices)
                Merge(At(composed, read.Package), find(read.Group, choice));
        }
        if (!hasSelf)
            Merge(composed, config);
        return composed;
    }

    private static JsonObject At(JsonObject config, IReadOnlyList<string> package)
    {
        foreach (string part in package)
        {
            if (config[part] is not JsonObject)
                config[part] = new JsonObject();
            config = (JsonObject)config[part]!;
        }
        return config;
    }

    // Mappings are put together; whatever else is there twice, the later one counts.
    private static void Merge(JsonObject target, JsonObject source)
    {
        foreach (var (key, value) in source)
            if (value is JsonObject map && target[key] is JsonObject there)
                Merge(there, map);
            else
                target[key] = value?.DeepClone();
    }
}
