using System.Text.Json.Nodes;

namespace FusionFunctions.Experiments.Schema;

/// <summary>The pieces that the schema is made of.</summary>
internal static class SchemaPart
{
    public static JsonObject Reference(string definition) => new() { ["$ref"] = $"#/$defs/{definition}" };

    public static JsonObject Names(IReadOnlyList<string> names) =>
        new() { ["enum"] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]) };

    public static JsonObject AnyOf(string? description, params JsonObject[] choices) =>
        Described(description, new() { ["anyOf"] = new JsonArray([.. choices]) });

    /// <summary>A key without a value counts as missing.</summary>
    public static JsonObject OrNothing(string? description, JsonObject part) => AnyOf(description, part, new JsonObject { ["type"] = "null" });

    public static JsonObject List(string? description, JsonObject item) =>
        Described(description, new() { ["type"] = "array", ["items"] = item, ["minItems"] = 1 });

    public static JsonObject UniqueList(string? description, JsonObject item)
    {
        var list = List(description, item);
        list["uniqueItems"] = true;
        return list;
    }

    public static JsonObject Whole(int least, int most) => new() { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most };

    /// <summary>A mapping with no other keys than these.</summary>
    public static JsonObject Mapping(JsonObject properties, params string[] required) => new()
    {
        ["type"] = "object",
        ["properties"] = properties,
        ["required"] = new JsonArray([.. required.Select(key => JsonValue.Create(key))]),
        ["additionalProperties"] = false,
    };

    public static JsonObject SafeName(string? description) =>
        Described(description, new() { ["type"] = "string", ["pattern"] = $"^{Reading.SafeName.Pattern}$" });

    private static JsonObject Described(string? description, JsonObject part)
    {
        if (description is not null)
            part.Insert(0, "description", description);
        return part;
    }
}
