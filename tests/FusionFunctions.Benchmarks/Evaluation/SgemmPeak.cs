using System.Diagnostics;
using FusionFunctions.FlanT5.Configuration;
using static TorchSharp.torch;

namespace FusionFunctions.Benchmarks.Evaluation;

/// <summary>The fastest that libtorch multiplies float32 matrices of the model's own widths here, on all cores.</summary>
internal sealed class SgemmPeak(T5Config config)
{
    private static readonly int[] Rows = [256, 1024, 2048];

    /// <summary>Operations a second, the best product seen since this was made.</summary>
    public double Best { get; private set; }

    /// <summary>Looks again: machines are not equally fast all the time.</summary>
    public void Measure(TimeSpan duration)
    {
        using var mode = inference_mode();
        (int Input, int Output)[] shapes =
        [
            (config.ModelSize, 3 * config.InnerSize), (config.InnerSize, config.ModelSize),
            (config.ModelSize, 2 * config.FeedForwardSize), (config.FeedForwardSize, config.ModelSize),
        ];
        foreach (int rows in Rows)
            foreach (var (input, output) in shapes)
                Measure(rows, input, output, duration / (Rows.Length * shapes.Length));
    }

    private void Measure(int rows, int input, int output, TimeSpan duration)
    {
        using var left = randn(rows, input);
        using var right = randn(input, output);
        using var product = zeros(rows, output);
        var whole = Stopwatch.StartNew();
        do
        {
            long start = Stopwatch.GetTimestamp();
            product.addmm_(left, right, 0, 1);
            Best = Math.Max(Best, 2.0 * rows * input * output / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        while (whole.Elapsed < duration);
    }
}
