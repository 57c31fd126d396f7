using System.Diagnostics;
using static TorchSharp.torch;

namespace FusionFunctions.Benchmarks.Evaluation;

/// <summary>Runs work on new threads, since one that computed before keeps the number of helpers that it had then.</summary>
internal static class FreshThreads
{
    /// <param name="count">Threads that do the same side by side.</param>
    /// <param name="helpers">Threads that libtorch shares the work of each with, itself included.</param>
    /// <param name="work">Done by each.</param>
    /// <returns>What it took by the clock and on the processor.</returns>
    public static Spent Run(int count, int helpers, Action work)
    {
        int before = get_num_threads();
        set_num_threads(helpers);
        var spent = Spent.Of(() =>
        {
            Thread[] threads = [.. Enumerable.Range(0, count).Select(_ => new Thread(() => work()))];
            foreach (var thread in threads)
                thread.Start();
            foreach (var thread in threads)
                thread.Join();
        });
        set_num_threads(before);
        return spent;
    }
}

/// <summary>By the clock, and by the processor in the program and in the operating system.</summary>
internal readonly record struct Spent(double Seconds, double User, double System)
{
    public static Spent Of(Action work)
    {
        using var process = Process.GetCurrentProcess();
        var (user, system, start) = (process.UserProcessorTime, process.PrivilegedProcessorTime, Stopwatch.GetTimestamp());
        work();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        process.Refresh();
        return new(seconds, (process.UserProcessorTime - user).TotalSeconds, (process.PrivilegedProcessorTime - system).TotalSeconds);
    }

    public static Spent Mean(IReadOnlyList<Spent> rounds) =>
        new(rounds.Average(spent => spent.Seconds), rounds.Average(spent => spent.User), rounds.Average(spent => spent.System));

    public static Spent operator *(double factor, Spent spent) => new(factor * spent.Seconds, factor * spent.User, factor * spent.System);
}
