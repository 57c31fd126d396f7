using System.Diagnostics;

namespace FusionFunctions.Benchmarks.Merging;

/// <param name="Seconds">Wall time.</param>
/// <param name="CpuSeconds">Of all threads together.</param>
internal sealed record Effort(double Seconds, double CpuSeconds)
{
    public static Effort Endless { get; } = new(double.PositiveInfinity, double.PositiveInfinity);

    public static async Task<Effort> OfAsync(Func<Task> work)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        await work();
        process.Refresh();
        return new(watch.Elapsed.TotalSeconds, (process.TotalProcessorTime - before).TotalSeconds);
    }

    public Effort Least(Effort other) => new(Math.Min(Seconds, other.Seconds), Math.Min(CpuSeconds, other.CpuSeconds));
}
