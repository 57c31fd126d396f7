using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Documents;

namespace FusionFunctions.Tests.Experiments;

/// <summary>A YAML text as the JSON that a schema is held against.</summary>
internal static class YamlAsJson
{
    public static string Of(string text) => Node(DocumentParser.ParseFile(text, "demo.yaml"))?.ToJsonString() ?? "null";

    private static JsonNode? Node(DocumentNode node) => node switch
    {
        MappingNode map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key, Node(entry.Value)))),
        ListNode list => new JsonArray([.. list.Items.Select(Node)]),
        ScalarNode { Kind: ScalarKind.Boolean } scalar => scalar.Boolean,
        ScalarNode { Kind: ScalarKind.Number } scalar => double.IsInteger(scalar.Number) ? (long)scalar.Number : scalar.Number,
        ScalarNode { Kind: ScalarKind.Text } scalar => scalar.Content,
        _ => null,
    };
}
