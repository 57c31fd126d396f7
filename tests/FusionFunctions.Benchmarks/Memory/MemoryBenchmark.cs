using System.Text.Json.Nodes;
using FusionFunctions.Benchmarks.Measuring;
using FusionFunctions.Checkpoints.Adapters;
using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Checkpoints.Hub.Fetching;
using FusionFunctions.Checkpoints.Hub.Selections;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Outputs;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;

namespace FusionFunctions.Benchmarks.Memory;

/// <summary>How much memory it takes to fetch a base and eight LoRA adapters from a hub into a store, and to merge them.</summary>
internal static class MemoryBenchmark
{
    private const string Pretrained = "_pretrained_";

    public static async Task RunAsync(bool quick, string? json, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("fusion-memory-").FullName;
        try
        {
            using var hub = await HubProcess.StartAsync(Path.Join(folder, "hub"), quick, cancellationToken);
            var store = new DirectoryBlobStore(Path.Join(folder, "store"));
            using var client = new HubClient(new HubOptions { Endpoint = hub.Address });
            var fetcher = new HubFetcher(store, client);
            double floor = Environment.WorkingSet / 1e6;
            Console.WriteLine($"{"floor of the runtime",-22} {floor,8:F0} MB");
            var report = new JsonObject { ["floor_mb"] = Math.Round(floor, 1) };
            var snapshots = new Dictionary<string, string>();
            await MeasureAsync(report, "fetch", floor, async () =>
            {
                snapshots[Pretrained] = await FetchAsync(fetcher, HubFolder.Base, HubFileSelection.Model, cancellationToken);
                foreach (string adapter in HubFolder.AdapterNames)
                    snapshots[adapter] = await FetchAsync(fetcher, adapter, HubFileSelection.Adapter, cancellationToken);
            });
            foreach (string method in new[] { "task_arithmetic", "ties_merging" })
                await MeasureAsync(report, method, floor, () => MergeAsync(store, snapshots, method, cancellationToken));
            await JsonReport.WriteAsync(json, report, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(JsonObject report, string name, double floor, Func<Task> run)
    {
        using var memory = new PeakMemory();
        await run();
        report[name] = new JsonObject { ["peak_memory_mb"] = Math.Round(memory.Megabytes - floor, 1) };
        Console.WriteLine($"{name,-22} {memory.Megabytes - floor,8:F0} MB above the floor");
    }

    private static async Task<string> FetchAsync(HubFetcher fetcher, string name, HubFileSelection files, CancellationToken cancellationToken) =>
        (await fetcher.FetchAsync(HubRepository.Model(name), null, files, null, cancellationToken)).Folder;

    private static async Task MergeAsync(
        DirectoryBlobStore store, Dictionary<string, string> snapshots, string method, CancellationToken cancellationToken)
    {
        await using var @base = await CheckpointFolder.OpenAsync(store, snapshots[Pretrained], HubFolder.Base, cancellationToken);
        var inputs = new List<MergeInput> { new(Pretrained, @base) };
        foreach (string name in HubFolder.AdapterNames)
        {
            var adapter = await AdapterFolder.OpenAsync(store, snapshots[name], name, cancellationToken);
            var merged = MergedAdapterReader.Create(@base, adapter);
            inputs.Add(new(name, merged, merged.StateDict));
        }
        var merge = MergeMethods.Find(method);
        await using var output = new SafetensorsOutput(
            await store.OpenWriteAsync(BlobPath.Parse($"{method}.safetensors"), BlobWriteMode.Create, cancellationToken));
        var parameters = MethodParameters.Resolve(merge.Description, new Dictionary<string, JsonNode> { ["scaling_factor"] = 0.3 });
        await MergeEngine.MergeAsync(new(MergePool.Of(inputs), merge, [new(parameters, output)]), new(), null, cancellationToken);
        await output.CommitAsync(cancellationToken);
        foreach (var input in inputs.Skip(1))
            await input.Tensors.DisposeAsync();
    }
}
