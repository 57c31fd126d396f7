using System.Text.Json;
using System.Text.Json.Nodes;
using FusionFunctions.Benchmarks.Measuring;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Outputs;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Storage;

namespace FusionFunctions.Benchmarks.Merging;

/// <summary>Merges against a floor: reading the same bytes as often as the method must, and writing the outputs, nothing else.</summary>
internal static class MergeBenchmark
{
    private const int Rounds = 3;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static async Task RunAsync(bool quick, string? json, CancellationToken cancellationToken)
    {
        await using var pool = await BenchmarkPool.CreateAsync(quick, cancellationToken);
        Console.WriteLine($"{pool.Pool.Models.Count} models and a base of {pool.ModelBytes / 1e6:F0} MB each");
        var report = new JsonObject();
        double[] factors = [.. Enumerable.Range(0, quick ? 3 : 11).Select(step => step / 10.0)];
        await MeasureAsync("simple_average", "simple_average", [null], inputs: pool.Pool.Models.Count, passes: 1);
        await MeasureAsync("task_arithmetic", "task_arithmetic", [0.3], pool.Pool.Inputs.Count, passes: 1);
        await MeasureAsync("task_arithmetic_sweep", "task_arithmetic", [.. factors.Select(factor => (double?)factor)], pool.Pool.Inputs.Count, passes: 1);
        await MeasureAsync("ties_merging", "ties_merging", [0.3], pool.Pool.Inputs.Count, passes: 2);
        if (json is not null)
            await File.WriteAllTextAsync(json, report.ToJsonString(Indented) + "\n", cancellationToken);

        async Task MeasureAsync(string name, string method, double?[] factors, int inputs, int passes)
        {
            Effort floor = Effort.Endless, merge = Effort.Endless;
            using var memory = new PeakMemory();
            // Alternately, and the best of each: others use the machine too.
            for (int round = 0; round < Rounds; round++)
            {
                floor = floor.Least(await Effort.OfAsync(() => Floor.RunAsync(pool, inputs, passes, factors.Length, cancellationToken)));
                merge = merge.Least(await Effort.OfAsync(() => MergeAsync(pool, method, factors, cancellationToken)));
            }
            report[name] = new JsonObject
            {
                ["seconds"] = Math.Round(merge.Seconds, 3),
                ["floor_seconds"] = Math.Round(floor.Seconds, 3),
                ["vs_floor"] = Math.Round(merge.Seconds / floor.Seconds, 3),
                ["cpu_seconds"] = Math.Round(merge.CpuSeconds, 3),
                ["floor_cpu_seconds"] = Math.Round(floor.CpuSeconds, 3),
                ["peak_memory_mb"] = Math.Round(memory.Megabytes, 1),
                ["read_mb"] = Math.Round(inputs * passes * pool.ModelBytes / 1e6, 1),
                ["written_mb"] = Math.Round(factors.Length * pool.ModelBytes / 1e6, 1),
            };
            Console.WriteLine($"{name,-22} {merge.Seconds,8:F2} s  {merge.Seconds / floor.Seconds,6:F2} x floor  {merge.CpuSeconds,6:F2} s of CPU time ({floor.CpuSeconds:F2} in the floor)  {memory.Megabytes,8:F0} MB peak");
        }
    }

    private static async Task MergeAsync(BenchmarkPool pool, string method, double?[] factors, CancellationToken cancellationToken)
    {
        var merge = MergeMethods.Find(method);
        var outputs = new List<SafetensorsOutput>();
        var variants = new List<MergeVariant>();
        foreach (double? factor in factors)
        {
            Dictionary<string, JsonNode> given = factor is { } value ? new() { ["scaling_factor"] = value } : [];
            outputs.Add(new(await pool.Store.OpenWriteAsync(BlobPath.Parse($"out/{outputs.Count}.safetensors"), BlobWriteMode.Replace, cancellationToken)));
            variants.Add(new(MethodParameters.Resolve(merge.Description, given), outputs[^1]));
        }
        await MergeEngine.MergeAsync(new(pool.Pool, merge, variants), new(), null, cancellationToken);
        foreach (var output in outputs)
        {
            await output.CommitAsync(cancellationToken);
            await output.DisposeAsync();
        }
    }
}
