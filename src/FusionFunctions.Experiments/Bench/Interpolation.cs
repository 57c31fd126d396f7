using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FusionFunctions.Experiments.Documents;

namespace FusionFunctions.Experiments.Bench;

/// <summary>Puts the values of other keys in the place of <c>${key}</c>. Source: https://omegaconf.readthedocs.io, variable interpolation.</summary>
internal static partial class Interpolation
{
    private const int MaxDepth = 8;

    // Of FusionBench's group of folders, the one that is told apart here too.
    private const string LogFolderKey = "path.log_dir";

    /// <returns>A copy.</returns>
    /// <exception cref="ExperimentException">A key does not exist, or stands for itself.</exception>
    public static JsonObject Resolve(JsonObject root) => (JsonObject)Resolve(root, root, 0)!;

    private static JsonNode? Resolve(JsonNode? node, JsonObject root, int depth) => node switch
    {
        JsonObject map => new JsonObject(map.Select(entry => KeyValuePair.Create(entry.Key, Resolve(entry.Value, root, depth)))),
        JsonArray list => new JsonArray([.. list.Select(item => Resolve(item, root, depth))]),
        JsonValue value when value.TryGetValue(out string? text) => Text(text, value.Parent, root, depth),
        _ => node?.DeepClone(),
    };

    private static JsonNode? Text(string text, JsonNode? parent, JsonObject root, int depth)
    {
        if (!text.Contains("${", StringComparison.Ordinal))
            return JsonValue.Create(text);
        if (depth == MaxDepth)
            throw new ExperimentException($"'{Shown.Short(text)}' stands for itself, or goes on for more than {MaxDepth} steps; write the value out");
        // A reference alone keeps the type of what it names.
        if (Reference().Match(text) is { Success: true } match && match.Length == text.Length)
            return Resolve(Find(match.Groups["key"].Value, parent, root), root, depth + 1);
        if (Reference().Replace(text, "").Contains("${", StringComparison.Ordinal))
            throw new ExperimentException($"'{Shown.Short(text)}' has an interpolation that is no key's; write ${{key}}, or the value out");
        return JsonValue.Create(Reference().Replace(text, match => Resolve(Find(match.Groups["key"].Value, parent, root), root, depth + 1)?.ToString() ?? ""));
    }

    // One dot before the key is the mapping that the reference stands in, each further one the mapping around.
    private static JsonNode? Find(string key, JsonNode? parent, JsonObject root)
    {
        if (key == LogFolderKey && !root.ContainsKey("path"))
            return JsonValue.Create(BenchKeys.LogFolder);
        string path = key.TrimStart('.');
        int dots = key.Length - path.Length;
        var node = dots == 0 ? root : parent;
        for (int i = 1; i < dots; i++)
            node = node?.Parent;
        foreach (string part in path.Split('.'))
            node = node is JsonObject map && map.TryGetPropertyValue(part, out var next)
                ? next
                : throw new ExperimentException($"Interpolation key '{Shown.Short(key)}' not found; correct it, or write the value out");
        return node;
    }

    [GeneratedRegex(@"\$\{(?<key>[A-Za-z0-9_.\-]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
