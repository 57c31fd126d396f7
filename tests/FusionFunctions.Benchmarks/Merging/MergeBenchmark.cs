using System.Diagnostics;
using System.Text.Json.Nodes;
using FusionFunctions.Benchmarks.Measuring;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Benchmarks.Merging;

/// <summary>Merges against a floor: reading the same bytes as often as the method must, and writing the outputs, nothing else; and against a naive merge.</summary>
internal sealed class MergeBenchmark(BenchmarkPool pool, bool quick, CancellationToken cancellationToken)
{
    // As many rounds as there is time for: others use the machine too, and the first ones run code that is not yet compiled for speed.
    private const int LeastRounds = 3;
    private const double QuickSeconds = 4;
    private const double FullSeconds = 10;
    private const int EngineRounds = 2;
    private readonly JsonObject _report = [];

    public static async Task RunAsync(bool quick, string? json, CancellationToken cancellationToken)
    {
        await using var pool = await BenchmarkPool.CreateAsync(FlanT5Shapes.Of(quick), cancellationToken);
        var benchmark = new MergeBenchmark(pool, quick, cancellationToken);
        await benchmark.MeasureAllAsync();
        await using (var small = await BenchmarkPool.CreateAsync(FlanT5Shapes.Small, cancellationToken))
            await benchmark.CompareAsync(small);
        await JsonReport.WriteAsync(json, benchmark._report, cancellationToken);
    }

    private async Task MeasureAllAsync()
    {
        double?[] factors = [.. Enumerable.Range(0, quick ? 3 : 11).Select(step => (double?)(step / 10.0))];
        Console.WriteLine($"A base and {pool.Pool.Models.Count} models of {pool.ModelBytes / 1e6:F0} MB each");
        await MeasureAsync("simple_average", new("simple_average", [null]), pool.Pool, pool.Files.Skip(1), passes: 1);
        await MeasureAsync("task_arithmetic", new("task_arithmetic", [0.3]), pool.Pool, pool.Files, passes: 1);
        await MeasureAsync("task_arithmetic_sweep", new("task_arithmetic", factors), pool.Pool, pool.Files, passes: 1);
        await MeasureAsync("ties_merging", new("ties_merging", [0.3]), pool.Pool, pool.Files, passes: 2);

        await using var adapted = await AdaptedPool.CreateAsync(pool, cancellationToken);
        Console.WriteLine($"The base and {adapted.Pool.Models.Count} LoRA adapters");
        string[] files = [pool.Files[0], .. adapted.Files];
        await MeasureAsync("lora_simple_average", new("simple_average", [null]), adapted.Pool, files, passes: 1);
        await MeasureAsync("lora_task_arithmetic", new("task_arithmetic", [0.3]), adapted.Pool, files, passes: 1);
        await MeasureAsync("lora_task_arithmetic_sweep", new("task_arithmetic", factors), adapted.Pool, files, passes: 1);
        await MeasureAsync("lora_ties_merging", new("ties_merging", [0.3]), adapted.Pool, files, passes: 2);
    }

    private async Task MeasureAsync(string name, EngineMerge merge, MergePool models, IEnumerable<string> files, int passes)
    {
        var floor = new Floor([.. files], passes, merge.Factors.Count, pool.ModelBytes);
        Effort floorEffort = Effort.Endless, effort = Effort.Endless;
        double peak = 0;
        long read = 0;
        // So that all replace files that are there, the first one too.
        await floor.RunAsync(pool.Outputs, cancellationToken);
        // Alternately, and the best of each.
        var watch = Stopwatch.StartNew();
        for (int round = 0; round < LeastRounds || watch.Elapsed.TotalSeconds < (quick ? QuickSeconds : FullSeconds); round++)
        {
            floorEffort = floorEffort.Least(await Effort.OfAsync(async () => read = await floor.RunAsync(pool.Outputs, cancellationToken)));
            using var memory = new PeakMemory();
            effort = effort.Least(await Effort.OfAsync(() => merge.RunAsync(models, pool.Outputs, cancellationToken)));
            peak = Math.Max(peak, memory.Megabytes);
        }
        double ratio = effort.Seconds / floorEffort.Seconds;
        _report[name] = new JsonObject
        {
            ["seconds"] = Math.Round(effort.Seconds, 3),
            ["floor_seconds"] = Math.Round(floorEffort.Seconds, 3),
            ["vs_floor"] = Math.Round(ratio, 3),
            ["cpu_seconds"] = Math.Round(effort.CpuSeconds, 3),
            ["floor_cpu_seconds"] = Math.Round(floorEffort.CpuSeconds, 3),
            ["peak_memory_mb"] = Math.Round(peak, 1),
            ["read_mb"] = Math.Round(read / 1e6, 1),
            ["written_mb"] = Math.Round(floor.BytesWritten / 1e6, 1),
        };
        Console.WriteLine(
            $"{name,-26} {effort.Seconds,7:F2} s {ratio,6:F2} x floor   CPU {effort.CpuSeconds,6:F2} s, floor {floorEffort.CpuSeconds,6:F2} s"
            + $"   read {read / 1e6,6:F0} MB, written {floor.BytesWritten / 1e6,6:F0} MB   peak {peak,5:F0} MB");
    }

    /// <summary>TIES over a pool that is small enough for all stacks of a naive merge.</summary>
    private async Task CompareAsync(BenchmarkPool small)
    {
        var naive = await Effort.OfAsync(() => NaiveTies.MergeAsync(small.Pool, small.Store, "naive.safetensors", cancellationToken));
        var effort = await Effort.BestOfAsync(EngineRounds, () => new EngineMerge("ties_merging", [0.3]).RunAsync(small.Pool, small.Outputs, cancellationToken));
        double speedup = naive.Seconds / effort.Seconds;
        _report["ties_merging_naive"] = new JsonObject
        {
            ["seconds"] = Math.Round(naive.Seconds, 3),
            ["engine_seconds"] = Math.Round(effort.Seconds, 3),
            ["speedup"] = Math.Round(speedup, 2),
        };
        Console.WriteLine(
            $"TIES over {small.Pool.Models.Count} models of {small.ModelBytes / 1e6:F0} MB: {naive.Seconds:F2} s naively with TorchSharp, all in memory; {effort.Seconds:F2} s here, {speedup:F1} times faster");
    }
}
