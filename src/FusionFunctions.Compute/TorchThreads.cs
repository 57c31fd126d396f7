using System.Diagnostics;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FusionFunctions.Compute;

/// <summary>libtorch's own threads.</summary>
public static class TorchThreads
{
    private const int Rows = 256;
    private const int Width = 1024;
    private const int Layers = 24;
    private const int Rounds = 3;

    // Helpers wait for each other after every operation, of which a short measurement has few: they must be clearly faster.
    private const double Clearly = 1.1;

    /// <summary>
    /// Shares the cores between steps that compute side by side; call it before anything is computed. Where several cores are left for each,
    /// they either help with one batch or answer one batch each, whichever is found to be faster here.
    /// </summary>
    /// <param name="steps">How many there are.</param>
    /// <returns>Batches that each step should answer side by side.</returns>
    public static int Share(int steps)
    {
        int cores = Math.Max(1, Environment.ProcessorCount / steps);
        int lanes = cores > 1 && LanesAreFaster(cores) ? cores : 1;
        set_num_threads(cores / lanes);
        return lanes;
    }

    /// <summary>
    /// No helpers: for callers that keep all cores busy by themselves, and whose sums must not depend on the number of cores. Call it before anything is computed.
    /// </summary>
    public static void LeaveToCallers() => set_num_threads(1);

    // The first round wakes everything up; the best of the others counts, since what disturbs a machine only ever slows it down.
    private static bool LanesAreFaster(int cores)
    {
        double lanes = double.MaxValue, helpers = double.MaxValue;
        // As many for each lane, and as many in all either way.
        int layers = (Layers + cores - 1) / cores * cores;
        for (int round = 0; round <= Rounds; round++)
        {
            double ofLanes = Seconds(cores, 1, layers), ofHelpers = Seconds(1, cores, layers);
            if (round > 0)
                (lanes, helpers) = (Math.Min(lanes, ofLanes), Math.Min(helpers, ofHelpers));
        }
        return lanes <= Clearly * helpers;
    }

    // On new threads: a thread that computed before keeps the number of helpers that it had then.
    private static double Seconds(int lanes, int helpers, int layers)
    {
        set_num_threads(helpers);
        long start = Stopwatch.GetTimestamp();
        Thread[] threads = [.. Enumerable.Range(0, lanes).Select(_ => new Thread(() => Compute(layers / lanes)))];
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    // A large product and what lies between large products.
    private static void Compute(int layers)
    {
        using var mode = inference_mode();
        using var left = ones(Rows, Width);
        using var right = ones(Width, Width);
        using var product = empty(Rows, Width);
        for (int i = 0; i < layers; i++)
            product.addmm_(left, right, 0, 1).gelu_(GELU.Approximate.tanh).mul_(left);
    }
}
