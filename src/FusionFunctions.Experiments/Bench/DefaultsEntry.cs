using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Documents;

namespace FusionFunctions.Experiments.Bench;

/// <summary>An entry of a list <c>defaults</c>: a name of the same group, or <c>group@package: name</c>.</summary>
/// <param name="Group">The first part of the path, such as <c>modelpool</c>.</param>
/// <param name="Choices">With the rest of the path before them.</param>
/// <param name="Package">Keys below the file's own part of the configuration, where they go.</param>
internal sealed record DefaultsEntry(string Group, IReadOnlyList<string> Choices, IReadOnlyList<string> Package)
{
    private const string Here = "_here_";
    private const string Remedy = "write a name, group@package: name, or /group@package: [name, name]";

    public static DefaultsEntry Read(JsonNode? entry, string group, Place place)
    {
        if (entry is JsonValue value && value.TryGetValue(out string? name))
            return Of(group, [name], [], entry, place);
        if (entry is not JsonObject { Count: 1 } map || map.First() is not { Key: var key, Value: { } chosen } || Choice(chosen) is not { } choices)
            throw Refused(entry, place, "is no entry that is composed here");
        // Optional entries and overrides of others' choices have a word before the group.
        string[] parts = key.Split('@');
        if (key.Contains(' ', StringComparison.Ordinal) || parts.Length > 2)
            throw Refused(entry, place, "is not composed here");
        bool isAbsolute = parts[0].StartsWith('/');
        if (isAbsolute && parts.Length == 1)
            throw Refused(entry, place, "does not say where it goes");
        string package = parts.Length == 2 ? parts[1] : parts[0].Replace('/', '.');
        return Of(isAbsolute ? parts[0][1..] : $"{group}/{parts[0]}", choices, package is "" or Here ? [] : package.Split('.'), entry, place);
    }

    private static DefaultsEntry Of(string path, IReadOnlyList<string> choices, string[] package, JsonNode entry, Place place)
    {
        // Such as _global_, a place outside of the file's own part.
        if (package.Any(part => part.Length == 0 || part[0] == '_'))
            throw Refused(entry, place, "goes where nothing is composed here");
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? new(path, choices, package) : new(path[..slash], [.. choices.Select(choice => $"{path[(slash + 1)..]}/{choice}")], package);
    }

    private static string[]? Choice(JsonNode chosen) => chosen switch
    {
        JsonValue value when value.TryGetValue(out string? name) => [name],
        JsonArray list when list.All(item => item is JsonValue text && text.TryGetValue(out string? _)) => [.. list.Select(item => item!.ToString())],
        _ => null,
    };

    private static ExperimentException Refused(JsonNode? entry, Place place, string why) =>
        place.Error($"the entry {Shown.Short(entry?.ToJsonString() ?? "null")} of '{ConfigDefaults.Key}' {why}", Remedy);
}
