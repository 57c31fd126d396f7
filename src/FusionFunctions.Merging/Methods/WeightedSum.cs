using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods;

/// <summary>Σᵢ wᵢ · θᵢ, added in pool order.</summary>
internal static class WeightedSum
{
    public static void Merge(in PoolSlice slice, ReadOnlySpan<float> weights, Span<float> result)
    {
        for (int at = 0; at < result.Length; at += Lanes.Count)
        {
            var sum = weights[0] * Lanes.Load(slice[0], at);
            for (int model = 1; model < slice.Models; model++)
                sum += weights[model] * Lanes.Load(slice[model], at);
            Lanes.Store(sum, result, at);
        }
    }
}
