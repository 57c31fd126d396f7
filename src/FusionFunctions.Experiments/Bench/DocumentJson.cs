using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Documents;

namespace FusionFunctions.Experiments.Bench;

/// <summary>A document without its places.</summary>
internal static class DocumentJson
{
    public static JsonNode? Of(DocumentNode node) => node switch
    {
        MappingNode map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key, Of(entry.Value)))),
        ListNode list => new JsonArray([.. list.Items.Select(Of)]),
        ScalarNode { Kind: ScalarKind.Nothing } => null,
        ScalarNode { Kind: ScalarKind.Boolean } scalar => JsonValue.Create(scalar.Boolean),
        ScalarNode { Kind: ScalarKind.Number } scalar when double.IsFinite(scalar.Number) => JsonValue.Create(scalar.Number),
        ScalarNode scalar => JsonValue.Create(scalar.Content),
        _ => throw new ArgumentException($"A document has no {node.GetType().Name}.", nameof(node)),
    };
}
