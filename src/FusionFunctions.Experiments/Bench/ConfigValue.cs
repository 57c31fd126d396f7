using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Suggestions;

namespace FusionFunctions.Experiments.Bench;

/// <summary>Holds a value of a configuration against the type that its key asks for. A key that is missing, or null where that is allowed, gives null.</summary>
internal static class ConfigValue
{
    /// <exception cref="ExperimentException">It is neither true nor false.</exception>
    public static bool Flag(JsonObject config, string key, string place) => config[key]?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False or null => false,
        _ => throw Wrong(place, "true or false", config[key]),
    };

    /// <param name="what">Such as <c>a path</c>.</param>
    /// <exception cref="ExperimentException">It is no text, or an empty one.</exception>
    public static string? Text(JsonObject config, string key, string place, string what) => config[key] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out string? text) && text.Length > 0 => text,
        var other => throw Wrong(place, what, other),
    };

    /// <exception cref="ExperimentException">It is there, and no whole number of that range.</exception>
    public static long? WholeNumber(JsonObject config, string key, string place, long least, long most)
    {
        if (!config.TryGetPropertyValue(key, out var node))
            return null;
        return node?.GetValueKind() == JsonValueKind.Number && JsonSerializer.SerializeToElement(node).GetDouble() is var number
            && double.IsInteger(number) && number >= least && number <= most
            ? (long)number
            : throw Wrong(place, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"), node);
    }

    /// <exception cref="ExperimentException">The mapping has another key than these.</exception>
    public static void AllowKeys(JsonObject config, string what, IReadOnlyList<string> keys)
    {
        foreach (var (key, _) in config)
            if (!keys.Contains(key))
                throw Unknown(what, key, keys);
    }

    public static ExperimentException Unknown(string what, string key, IReadOnlyList<string> valid) =>
        new($"Nothing uses the key '{Shown.Short(key)}' of {what}; {Suggestion.For(key, valid, "its keys are")}");

    public static ExperimentException Wrong(string place, string type, JsonNode? value) =>
        new($"'{place}' must be {type}, not {Shown.Short(value?.ToJsonString() ?? "null")}.");
}
