using System.Text.Json;
using System.Text.Json.Nodes;

namespace FusionFunctions.Tests.Infrastructure;

/// <summary>The template that infra/main.bicep compiles to, as Azure gets it.</summary>
internal static class CompiledTemplate
{
    private static string? s_text;

    public static async Task<string> TextAsync() => s_text ??= (await BicepCompiler.RunAsync("build", "main.bicep", "--stdout")).Output;

    /// <summary>The whole template, modules nested in it.</summary>
    public static async Task<JsonObject> RootAsync() =>
        JsonNode.Parse(await TextAsync(), documentOptions: new JsonDocumentOptions { MaxDepth = 128 })!.AsObject();

    /// <summary>The resources of a type, those of all modules too.</summary>
    public static async Task<IReadOnlyList<JsonObject>> ResourcesAsync(string type)
    {
        var found = new List<JsonObject>();
        Collect(await RootAsync());
        return found;

        void Collect(JsonNode? node)
        {
            switch (node)
            {
                case JsonObject map when (string?)(map["type"] as JsonValue) == type && map.ContainsKey("apiVersion"):
                    if (map["existing"] is null)
                        found.Add(map);
                    break;
                case JsonObject map:
                    foreach (var (_, value) in map)
                        Collect(value);
                    break;
                case JsonArray list:
                    foreach (var value in list)
                        Collect(value);
                    break;
            }
        }
    }
}
