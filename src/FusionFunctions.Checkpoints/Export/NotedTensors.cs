using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace FusionFunctions.Checkpoints.Export;

/// <summary>Tensors of which the report of an export has to tell something that is seen only while their elements are there. Safe for concurrent use.</summary>
/// <param name="left">Names that an interrupted export of the same has noted.</param>
internal sealed class NotedTensors(IEnumerable<string> left)
{
    private readonly ConcurrentDictionary<string, bool> _names = new(left.Select(name => KeyValuePair.Create(name, true)), StringComparer.Ordinal);

    /// <summary>Ordinal.</summary>
    public IReadOnlyList<string> Names => [.. _names.Keys.Order(StringComparer.Ordinal)];

    public void Add(string name) => _names[name] = true;

    /// <summary>Those that a report tells of.</summary>
    /// <param name="report">Comes from outside.</param>
    /// <param name="key">The list's name in it.</param>
    public static IReadOnlyList<string> Of(JsonObject report, string key) =>
        report[key] is JsonArray names ? [.. names.OfType<JsonValue>().Select(name => name.TryGetValue(out string? text) ? text : null).OfType<string>()] : [];
}
