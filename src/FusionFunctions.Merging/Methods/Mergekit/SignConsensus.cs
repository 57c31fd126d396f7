using System.Numerics;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>λ · Σᵢ wᵢ·dᵢ of thinned task vectors d; with consensus, only of those entries that have the sign of the weighted sum.</summary>
internal sealed class SignConsensus(float[] weights, bool consensus, bool normalize, float lambda)
{
    private readonly float _total = Math.Abs(weights.Sum()) < 1e-8f ? 1 : weights.Sum();

    /// <param name="pretrained">θ₀.</param>
    /// <param name="vectors">By model, dᵢ.</param>
    /// <param name="result">θ.</param>
    public void Merge(ReadOnlySpan<float> pretrained, ReadOnlySpan<float[]> vectors, Span<float> result)
    {
        for (int at = 0; at < result.Length; at += Lanes.Count)
            Lanes.Store(Lanes.Load(pretrained, at) + (lambda * Mixed(vectors, at, result.Length)), result, at);
    }

    private Vector<float> Mixed(ReadOnlySpan<float[]> vectors, int at, int length)
    {
        var sum = Vector<float>.Zero;
        for (int model = 0; model < weights.Length; model++)
            sum += weights[model] * Lanes.Load(vectors[model].AsSpan(0, length), at);
        if (!consensus)
            return normalize ? sum / _total : sum;
        // A sum of zero elects plus.
        var plus = Vector.GreaterThanOrEqual(sum, Vector<float>.Zero);
        Vector<float> agreed = Vector<float>.Zero, divisor = Vector<float>.Zero;
        for (int model = 0; model < weights.Length; model++)
        {
            var entries = weights[model] * Lanes.Load(vectors[model].AsSpan(0, length), at);
            var agrees = Vector.ConditionalSelect(plus, Vector.GreaterThan(entries, Vector<float>.Zero), Vector.LessThan(entries, Vector<float>.Zero));
            var mask = Vector.ConditionalSelect(agrees, Vector<float>.One, Vector<float>.Zero);
            agreed += entries * mask;
            divisor += weights[model] * mask;
        }
        return normalize ? agreed / Vector.ConditionalSelect(Vector.Equals(divisor, Vector<float>.Zero), Vector<float>.One, divisor) : agreed;
    }
}
