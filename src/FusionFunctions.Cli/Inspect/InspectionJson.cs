using System.Text.Json;
using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints.Inspection;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Cli.Inspect;

/// <summary>An inspection for machines; <c>model_info</c> is as FusionBench reports it.</summary>
internal static class InspectionJson
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static void Print(IReadOnlyList<InspectedModel> models, ComparedModels? compared, bool withTensors) => Console.WriteLine(
        new JsonObject
        {
            ["models"] = new JsonArray([.. models.Select(model => Node(model, withTensors))]),
            ["task_vectors"] = compared is null ? null : Node(compared),
        }.ToJsonString(s_json));

    private static JsonObject Node(InspectedModel model, bool withTensors)
    {
        var node = new JsonObject { ["name"] = model.Name };
        if (model.Summary is { } summary)
            Add(node, summary, withTensors);
        if (model.Adapter is { } adapter)
            node["adapter"] = JsonSerializer.SerializeToNode(adapter, s_json);
        return node;
    }

    private static void Add(JsonObject node, ModelSummary summary, bool withTensors)
    {
        node["architecture"] = summary.Architecture;
        node["model_info"] = new JsonObject { ["trainable_params"] = summary.Parameters, ["all_params"] = summary.Parameters, ["trainable_percentage"] = 1.0 };
        node["bytes"] = summary.Bytes;
        node["dtypes"] = new JsonObject(summary.DTypes.Select(count =>
            KeyValuePair.Create<string, JsonNode?>(count.DType.ToString(), new JsonObject { ["tensors"] = count.Tensors, ["elements"] = count.Elements })));
        node["tied"] = JsonSerializer.SerializeToNode(summary.Tied, s_json);
        if (withTensors)
            node["tensors"] = new JsonArray([.. summary.Tensors.Select(Node)]);
    }

    private static JsonObject Node(TensorInfo tensor) =>
        new() { ["name"] = tensor.Name, ["dtype"] = tensor.DType.ToString(), ["shape"] = JsonSerializer.SerializeToNode(tensor.Shape, s_json) };

    private static JsonObject Node(ComparedModels compared) => new()
    {
        ["base"] = compared.Base,
        ["base_norm"] = Number(compared.Geometry.BaseNorm),
        ["models"] = JsonSerializer.SerializeToNode(compared.Models, s_json),
        ["norms"] = Numbers(compared.Geometry.Norms),
        ["cosine_similarities"] = new JsonArray([.. compared.Geometry.Cosines.Select(Numbers)]),
    };

    private static JsonArray Numbers(IReadOnlyList<double> numbers) => new([.. numbers.Select(Number)]);

    // JSON has no NaN and no infinity.
    private static JsonNode? Number(double number) => double.IsFinite(number) ? JsonValue.Create(number) : null;
}
