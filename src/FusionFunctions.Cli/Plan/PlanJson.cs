using System.Text.Json;
using System.Text.Json.Nodes;
using FusionFunctions.Costs;
using FusionFunctions.Pipeline.Merges;
using FusionFunctions.Pipeline.Runs;

namespace FusionFunctions.Cli.Plan;

/// <summary>A plan for machines.</summary>
internal static class PlanJson
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="run">What would be done.</param>
    /// <param name="cost">Null where nobody asked for it.</param>
    public static void Print(ExperimentRun run, PlanCost? cost)
    {
        var experiment = run.Experiment;
        var node = new JsonObject
        {
            ["experiment"] = experiment.Name,
            ["run"] = run.Name,
            ["models"] = Names(experiment.ModelPool.Models.Select(model => model.Name)),
            ["merges"] = Names(experiment.Methods.SelectMany(MergeLabels.Of).Distinct()),
            ["tasks"] = Names(experiment.TaskPool.Tasks.Select(task => task.Name)),
        };
        if (cost is not null)
        {
            node["prices"] = new JsonObject { ["as_of"] = cost.Table.AsOf, ["currency"] = cost.Table.Currency, ["region"] = cost.Table.Region };
            node["notes"] = Names(cost.Notes);
            node["devices"] = new JsonArray([.. cost.Devices.Select(Node)]);
        }
        Console.WriteLine(node.ToJsonString(s_json));
    }

    private static JsonObject Node(DeviceCost cost) => new()
    {
        ["device"] = JsonSerializer.SerializeToNode(cost.Device, s_json),
        ["consumption"] = Node(cost.Use),
        ["bill"] = JsonSerializer.SerializeToNode(cost.Bill.Lines, s_json),
        ["total"] = cost.Bill.Total,
    };

    private static JsonObject Node(Consumption use)
    {
        var node = JsonSerializer.SerializeToNode(use, s_json)!.AsObject();
        node.Remove("elapsed");
        node["elapsed_seconds"] = use.Elapsed.TotalSeconds;
        return node;
    }

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(name => JsonValue.Create(name))]);
}
