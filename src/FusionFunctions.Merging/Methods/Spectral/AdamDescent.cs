using System.Numerics.Tensors;
using FusionFunctions.Merging.Matrices;

namespace FusionFunctions.Merging.Methods.Spectral;

/// <summary>Adam (Kingma &amp; Ba 2015) with PyTorch's defaults and a step of 1e-5, on |m·C − aim| summed as WUDI does.</summary>
/// <param name="total">C.</param>
/// <param name="rows">Of m, at most.</param>
internal sealed class AdamDescent(RightFactor total, int rows)
{
    private const double Rate = 1e-5, Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    // All that belongs to so many elements fits into a core's first cache.
    private const int PartElements = 512;

    private readonly Dense _product = new(rows, total.Columns);
    private readonly double[] _first = new double[rows * total.Columns];
    private readonly double[] _second = new double[rows * total.Columns];

    /// <param name="m">Where to start; receives the end.</param>
    /// <param name="aim">Σᵢ tᵢ·Gᵢ.</param>
    /// <param name="steps">How many.</param>
    public void Run(Dense m, Dense aim, int steps)
    {
        _first.AsSpan().Clear();
        _second.AsSpan().Clear();
        for (int step = 1; step <= steps; step++)
        {
            total.SetProduct(m, _product);
            double rate = Rate / (1 - Math.Pow(Beta1, step)), correction = Math.Sqrt(1 - Math.Pow(Beta2, step));
            for (int at = 0; at < _first.Length; at += PartElements)
            {
                int length = Math.Min(PartElements, _first.Length - at);
                Step(
                    _product.Values.AsSpan(at, length), aim.Values.AsSpan(at, length), _first.AsSpan(at, length), _second.AsSpan(at, length), m.Values.AsSpan(at, length),
                    rate, correction);
            }
        }
    }

    private static void Step(Span<double> gradient, ReadOnlySpan<double> aim, Span<double> first, Span<double> second, Span<double> m, double rate, double correction)
    {
        // gradient = 2·(m·C − aim)
        TensorPrimitives.Subtract(gradient, aim, gradient);
        TensorPrimitives.Multiply(gradient, 2, gradient);
        // first = β₁·first + (1 − β₁)·gradient, and second likewise of its square
        TensorPrimitives.Multiply(first, Beta1, first);
        TensorPrimitives.FusedMultiplyAdd(gradient, 1 - Beta1, first, first);
        TensorPrimitives.Multiply(gradient, gradient, gradient);
        TensorPrimitives.Multiply(second, Beta2, second);
        TensorPrimitives.FusedMultiplyAdd(gradient, 1 - Beta2, second, second);
        // m −= rate · first / (√second / correction + ε)
        var change = gradient;
        TensorPrimitives.Sqrt(second, change);
        TensorPrimitives.Divide(change, correction, change);
        TensorPrimitives.Add(change, Epsilon, change);
        TensorPrimitives.Divide(first, change, change);
        TensorPrimitives.FusedMultiplyAdd(change, -rate, m, m);
    }
}
