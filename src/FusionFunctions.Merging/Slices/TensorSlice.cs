using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Merging.Slices;

/// <summary>Consecutive elements of a tensor in row-major order.</summary>
internal readonly record struct TensorSlice(TensorInfo Tensor, long First, int Length)
{
    /// <summary>Cuts tensors, in their order, into slices of at most so many elements.</summary>
    public static IEnumerable<TensorSlice> Cut(IReadOnlyList<TensorInfo> tensors, int most)
    {
        foreach (var tensor in tensors)
            for (long first = 0, count = tensor.ElementCount; first < count; first += most)
                yield return new(tensor, first, (int)Math.Min(most, count - first));
    }

    /// <summary>Cuts a slice into ones of at most so many elements.</summary>
    public static IEnumerable<TensorSlice> Cut(TensorSlice slice, int most)
    {
        for (int at = 0; at < slice.Length; at += most)
            yield return new(slice.Tensor, slice.First + at, Math.Min(most, slice.Length - at));
    }
}
