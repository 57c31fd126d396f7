using System.Text.Json.Nodes;
using FusionFunctions.Tests.Reference;
using FusionFunctions.Torch.Tests.Cli;

namespace FusionFunctions.Torch.Tests.Telemetry;

/// <summary>What a program sends to Azure Monitor, in the form in which it arrives there.</summary>
public sealed class AzureMonitorTests
{
    [Fact]
    public async Task Run_is_one_operation_with_metrics_and_logs_beside_it()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var folder = new TemporaryFolder();
        string file = SmallExperiment.Write(folder.Path, limit: 3);

        var (exitCode, _, errors) = await FusionProcess.RunAsync(receiver.AzureMonitor, "run", file, "--store", folder["store"]);

        Assert.Equal((0, ""), (exitCode, errors));
        var spans = Items(receiver, "RequestData").Concat(Items(receiver, "RemoteDependencyData")).ToList();
        string operation = Assert.Single(spans.Select(span => (string)span["tags"]!["ai.operation.id"]!).Distinct());
        Assert.All(spans, span => Assert.Equal("fusion", (string)span["tags"]!["ai.cloud.role"]!));
        string[] names = [.. spans.Select(span => (string)span["data"]!["baseData"]!["name"]!)];
        Assert.All(new[] { "orchestration:RunExperiment", "activity:SubmitCompute", "merge", "evaluate", "write blob" }, name => Assert.Contains(name, names));
        var metrics = Items(receiver, "MetricData").Select(metric => (string)metric["data"]!["baseData"]!["metrics"]![0]!["name"]!);
        Assert.Contains("fusion.evaluation.examples", metrics);
        var end = Assert.Single(Items(receiver, "MessageData"), log => (string)log["data"]!["baseData"]!["message"]! == "RunExperiment is done");
        Assert.Equal(operation, (string)end["tags"]!["ai.operation.id"]!);
        Assert.StartsWith("small-", (string)end["data"]!["baseData"]!["properties"]!["fusion.run"]!, StringComparison.Ordinal);
    }

    private static IEnumerable<JsonNode> Items(OtlpReceiver receiver, string type) =>
        receiver.TrackedItems.Where(item => (string)item["data"]!["baseType"]! == type);
}
