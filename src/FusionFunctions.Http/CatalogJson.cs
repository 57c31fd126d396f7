using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FusionFunctions.Experiments.Catalog;

namespace FusionFunctions.Http;

/// <summary>The catalog for callers.</summary>
internal static class CatalogJson
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static JsonObject Of(ExperimentCatalog catalog) => new()
    {
        ["methods"] = JsonSerializer.SerializeToNode(catalog.Methods, s_json),
        ["model_pools"] = Names(catalog.ModelPools.Select(pool => pool.Name)),
        ["task_pools"] = Names(catalog.TaskPools.Select(pool => pool.Name)),
        ["tasks"] = Names(catalog.Tasks),
    };

    private static JsonArray Names(IEnumerable<string?> names) => [.. names.Select(name => (JsonNode?)JsonValue.Create(name))];
}
