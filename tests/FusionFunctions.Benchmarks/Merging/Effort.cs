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

    /// <param name="rounds">How often.</param>
    /// <param name="work">What is measured.</param>
    /// <param name="longSeconds">A round that takes longer is the last.</param>
    public static async Task<Effort> BestOfAsync(int rounds, Func<Task> work, double longSeconds = double.PositiveInfinity)
    {
        var best = Endless;
        for (int round = 0; round < rounds; round++)
        {
            var effort = await OfAsync(work);
            best = best.Least(effort);
            if (effort.Seconds > longSeconds)
                break;
        }
        return best;
    }

    public Effort Least(Effort other) => new(Math.Min(Seconds, other.Seconds), Math.Min(CpuSeconds, other.CpuSeconds));
}
