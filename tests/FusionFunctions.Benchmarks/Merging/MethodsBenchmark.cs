using System.Text.Json.Nodes;
using FusionFunctions.Benchmarks.Measuring;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Benchmarks.Merging;

/// <summary>Every method, with its default parameters, against a floor: reading the base and all models once and writing one output.</summary>
internal sealed class MethodsBenchmark(BenchmarkPool pool, CancellationToken cancellationToken)
{
    private const int Rounds = 3;
    private const double LongSeconds = 5;

    // Some methods go from one model to another, or from the base to one.
    private static readonly int[] s_models = [8, 2, 1];

    public static async Task RunAsync(bool quick, string? json, CancellationToken cancellationToken)
    {
        await using var pool = await BenchmarkPool.CreateAsync(quick ? FlanT5Shapes.Small : FlanT5Shapes.Of(quick: true), cancellationToken);
        var report = await new MethodsBenchmark(pool, cancellationToken).MeasureAllAsync();
        await JsonReport.WriteAsync(json, report, cancellationToken);
    }

    private async Task<JsonObject> MeasureAllAsync()
    {
        var floor = await BestAsync(() => new Floor(pool.Files, Passes: 1, Outputs: 1, pool.ModelBytes).RunAsync(pool.Outputs, cancellationToken));
        Console.WriteLine($"A base and {pool.Pool.Models.Count} models of {pool.ModelBytes / 1e6:F0} MB each; the floor is {floor.Seconds:F2} s");
        var report = new JsonObject { ["floor_seconds"] = Math.Round(floor.Seconds, 3) };
        foreach (string method in MergeMethods.All.Select(method => method.Description.Name))
        {
            using var memory = new PeakMemory();
            var (models, effort) = await MeasureAsync(method);
            double peak = memory.Megabytes;
            report[method] = new JsonObject
            {
                ["models"] = models,
                ["seconds"] = Math.Round(effort.Seconds, 3),
                ["vs_floor"] = Math.Round(effort.Seconds / floor.Seconds, 2),
                ["cpu_seconds"] = Math.Round(effort.CpuSeconds, 3),
                ["peak_memory_mb"] = Math.Round(peak, 1),
            };
            Console.WriteLine(
                $"{method,-28} {models} models {effort.Seconds,8:F2} s {effort.Seconds / floor.Seconds,8:F1} x floor   CPU {effort.CpuSeconds,8:F2} s   peak {peak,5:F0} MB");
        }
        return report;
    }

    /// <summary>Of as many models as the method takes.</summary>
    private async Task<(int Models, Effort Effort)> MeasureAsync(string method)
    {
        foreach (int models in s_models)
        {
            MergePool part = pool.Pool with { Models = [.. pool.Pool.Models.Take(models)] };
            try
            {
                return (models, await BestAsync(() => new EngineMerge(method, [null]).RunAsync(part, pool.Outputs, cancellationToken)));
            }
            catch (MergeException) when (models > s_models[^1])
            {
                // It says before it reads anything that these are too many.
            }
        }
        throw new InvalidOperationException($"{method} merges neither many models nor two nor one.");
    }

    /// <summary>One round of what takes long.</summary>
    private static Task<Effort> BestAsync(Func<Task> work) => Effort.BestOfAsync(Rounds, work, LongSeconds);
}
