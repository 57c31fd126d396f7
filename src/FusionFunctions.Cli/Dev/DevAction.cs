using FusionFunctions.Pipeline;
using FusionFunctions.Storage;

namespace FusionFunctions.Cli.Dev;

/// <summary>Starts the local cloud, part after part, and keeps it running until it is interrupted.</summary>
internal static class DevAction
{
    private const string Own = "fusion";
    private const int AzuriteServices = 3;

    public static async Task<int> RunAsync(DevSettings settings, CancellationToken cancellationToken)
    {
        var ports = settings.Azurite;
        string data = Path.GetFullPath(settings.Data);
        string[] azurite = AzuriteProgram.Command(ports, Path.Join(data, "azurite"));
        string? tools = FunctionsApp.Find(settings.Orchestrator, settings.App);
        await using var only = await BlobStores.Open(data).TryLeaseAsync(BlobPath.Parse("dev"), cancellationToken)
            ?? throw new PipelineException($"'fusion dev' runs already over {data}. Stop it, or give --data another folder.");
        FreePort.Require(settings.Listen.Port, "The HTTP routes", "--port");
        FreePort.Require(ports.Blob, "Azurite's blobs", "--blob-port");
        FreePort.Require(ports.Queue, "Azurite's queues", "--queue-port");
        FreePort.Require(ports.Table, "Azurite's tables", "--table-port");

        var log = new DevLog(width: "orchestrator".Length);
        await using (var cloud = new DevCloud(log))
        {
            try
            {
                int listening = 0;
                await DevCloud.StartedAsync(
                    cloud.Start(
                        "azurite",
                        azurite,
                        line => line.Contains("successfully listening", StringComparison.Ordinal) && Interlocked.Increment(ref listening) == AzuriteServices,
                        new Dictionary<string, string?> { ["AZURITE_ACCOUNTS"] = null }),
                    cancellationToken);
                await DevCloud.StartedAsync(StartOrchestrator(cloud, settings, tools), cancellationToken);
                for (int number = 1; number <= settings.Workers; number++)
                    await DevCloud.StartedAsync(StartWorker(cloud, settings, data, number), cancellationToken);
                log.Write(Own, $"Ready at http://{settings.Listen}; blobs and queue are in {ports.Connection}, kept in {data}");
                log.Write(Own, "Hand it an experiment with 'fusion submit FILE --watch'; Ctrl-C stops everything.");
                await cloud.WatchAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Asked to stop before everything had started.
            }
            log.Write(Own, "Stopping");
        }
        log.Write(Own, "Stopped. What runs had done is kept; 'fusion dev' goes on with it.");
        return ExitCode.Done;
    }

    private static DevProcess StartOrchestrator(DevCloud cloud, DevSettings settings, string? tools)
    {
        string connection = settings.Azurite.Connection;
        if (tools is not null)
            return cloud.Start(
                "functions",
                [tools, "start", "--port", $"{settings.Listen.Port}"],
                line => line.Contains("Host started", StringComparison.Ordinal) || line.Contains("ExperimentStatus:", StringComparison.Ordinal),
                FunctionsApp.Settings(connection),
                settings.App);
        // Whoever can read the key can read this user's files anyway.
        return cloud.Start(
            "orchestrator",
            [.. Programs.Fusion, "serve", "--store", "env:FUSION_STORE", "--queue", "env:FUSION_QUEUE", "--listen", $"{settings.Listen}", "--folder", Environment.CurrentDirectory],
            line => line.StartsWith("Serving ", StringComparison.Ordinal),
            new Dictionary<string, string?> { ["FUSION_STORE"] = connection, ["FUSION_QUEUE"] = connection });
    }

    private static DevProcess StartWorker(DevCloud cloud, DevSettings settings, string data, int number) => cloud.Start(
        $"worker-{number}",
        [.. Programs.Fusion, "worker", "--device", settings.Device],
        line => line.Contains("Working on ", StringComparison.Ordinal),
        new Dictionary<string, string?>
        {
            ["FUSION_STORE"] = settings.Azurite.Connection,
            ["FUSION_QUEUE"] = settings.Azurite.Connection,
            ["FUSION_CACHE"] = Path.Join(data, "cache"),
            // Nobody else takes up what a killed worker held, so that it need not be held long.
            ["FUSION_LEASE_SECONDS"] = Environment.GetEnvironmentVariable("FUSION_LEASE_SECONDS") ?? "10",
        });
}
