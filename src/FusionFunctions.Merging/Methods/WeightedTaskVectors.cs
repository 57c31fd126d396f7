using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods;

/// <summary>θ₀ + Σᵢ wᵢ · (θᵢ − θ₀), or Σᵢ wᵢ · θᵢ where no base is read.</summary>
internal static class WeightedTaskVectors
{
    public static void Merge(in PoolSlice slice, ReadOnlySpan<float> weights, Span<float> result)
    {
        if (slice.Pretrained.IsEmpty)
        {
            WeightedSum.Merge(slice, weights, result);
            return;
        }
        for (int at = 0; at < result.Length; at += Lanes.Count)
        {
            var theta0 = Lanes.Load(slice.Pretrained, at);
            var sum = weights[0] * (Lanes.Load(slice[0], at) - theta0);
            for (int model = 1; model < slice.Models; model++)
                sum += weights[model] * (Lanes.Load(slice[model], at) - theta0);
            Lanes.Store(theta0 + sum, result, at);
        }
    }
}
