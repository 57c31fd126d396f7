using System.Diagnostics;
using FusionFunctions.FlanT5.Configuration;
using static TorchSharp.torch;

namespace FusionFunctions.Benchmarks.Evaluation;

/// <summary>The fastest that libtorch multiplies float32 matrices of the model's own widths here: all cores at one product, or one for each.</summary>
internal sealed class SgemmPeak(T5Config config)
{
    private static readonly int[] Rows = [256, 1024, 2048];
    private readonly Lock _lock = new();

    /// <summary>Operations a second of all cores, the best seen since this was made.</summary>
    public double Best { get; private set; }

    /// <summary>Looks again: machines are not equally fast all the time.</summary>
    public void Measure(TimeSpan duration)
    {
        (int Input, int Output)[] shapes =
        [
            (config.ModelSize, 3 * config.InnerSize), (config.InnerSize, config.ModelSize),
            (config.ModelSize, 2 * config.FeedForwardSize), (config.FeedForwardSize, config.ModelSize),
        ];
        var each = duration / (2 * Rows.Length * shapes.Length);
        foreach (int rows in Rows)
            foreach (var (input, output) in shapes)
            {
                Measure(1, Environment.ProcessorCount, rows, input, output, each);
                Measure(Environment.ProcessorCount, 1, rows, input, output, each);
            }
    }

    private void Measure(int lanes, int helpers, int rows, int input, int output, TimeSpan duration) => FreshThreads.Run(lanes, helpers, () =>
    {
        using var mode = inference_mode();
        using var left = ones(rows, input);
        using var right = ones(input, output);
        using var product = zeros(rows, output);
        var whole = Stopwatch.StartNew();
        do
        {
            long start = Stopwatch.GetTimestamp();
            product.addmm_(left, right, 0, 1);
            Note(lanes * 2.0 * rows * input * output / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        while (whole.Elapsed < duration);
    });

    private void Note(double speed)
    {
        lock (_lock)
            Best = Math.Max(Best, speed);
    }
}
