using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods.Dare;

/// <summary>θ₀ + λ · Σᵢ drop(tᵢ), added in pool order and scaled once.</summary>
internal static class DroppedSum
{
    public static void Merge(in PoolSlice slice, RandomDrop drop, float lambda, Span<float> result)
    {
        var vectors = new TaskVectors(slice, drop);
        for (int at = 0; at < result.Length; at += Lanes.Count)
        {
            var sum = vectors[0, at];
            for (int model = 1; model < vectors.Models; model++)
                sum += vectors[model, at];
            Lanes.Store(vectors.Pretrained(at) + (lambda * sum), result, at);
        }
    }
}
