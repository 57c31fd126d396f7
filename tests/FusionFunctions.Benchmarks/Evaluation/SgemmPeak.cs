using System.Diagnostics;
using FusionFunctions.T5Format.Configuration;
using static TorchSharp.torch;

namespace FusionFunctions.Benchmarks.Evaluation;

/// <summary>
/// The fastest that libtorch multiplies float32 matrices of the model's own widths here: all cores at one product, or one for each. It is the best
/// that all cores together keep up for a moment, not the fastest single product: that one may have had the machine to itself.
/// </summary>
internal sealed class SgemmPeak(T5Config config)
{
    private static readonly int[] s_rows = [256, 1024, 2048];
    private readonly Lock _lock = new();

    /// <summary>Operations a second of all cores, the best moment since this was made.</summary>
    public double Best { get; private set; }

    /// <summary>Looks again: machines are not equally fast all the time.</summary>
    public void Measure(TimeSpan duration)
    {
        (int Input, int Output)[] shapes =
        [
            (config.ModelSize, 3 * config.InnerSize), (config.InnerSize, config.ModelSize),
            (config.ModelSize, 2 * config.FeedForwardSize), (config.FeedForwardSize, config.ModelSize),
        ];
        var each = duration / (2 * s_rows.Length * shapes.Length);
        foreach (int rows in s_rows)
            foreach (var (input, output) in shapes)
            {
                Measure(1, Environment.ProcessorCount, rows, input, output, each);
                Measure(Environment.ProcessorCount, 1, rows, input, output, each);
            }
    }

    private void Measure(int lanes, int helpers, int rows, int input, int output, TimeSpan duration)
    {
        using var together = new Barrier(lanes);
        double speed = 0;
        FreshThreads.Run(lanes, helpers, () =>
        {
            using var mode = inference_mode();
            using var left = rand(rows, input);
            using var right = rand(output, input);
            using var transposed = right.t();
            using var product = zeros(rows, output);
            product.addmm_(left, transposed, 0, 1);
            together.SignalAndWait();
            long start = Stopwatch.GetTimestamp();
            int products = 0;
            for (; Stopwatch.GetElapsedTime(start) < duration; products++)
                product.addmm_(left, transposed, 0, 1);
            double mine = products * 2.0 * rows * input * output / Stopwatch.GetElapsedTime(start).TotalSeconds;
            lock (_lock)
                speed += mine;
        });
        Best = Math.Max(Best, speed);
    }
}
