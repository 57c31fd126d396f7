using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging;

/// <summary>What several variants of a method have in common, such as a merged task vector that each scales by its own factor: computed once for a slice.</summary>
/// <param name="compute">As a merge's function: called from several threads, whatever the slices.</param>
/// <param name="showsNonFinite">See <see cref="PreparedMerge.ShowsNonFinite"/>.</param>
public sealed class SharedVector(SliceFunction compute, bool showsNonFinite)
{
    internal bool ShowsNonFinite => showsNonFinite;

    internal void Compute(in PoolSlice slice, Span<float> elements) => compute(slice, elements);
}

/// <param name="slice">The same elements of every model.</param>
/// <param name="vector">The shared vector's elements, as many as the slice has.</param>
/// <param name="result">As long as the slice; receives every element.</param>
public delegate void SharedVectorFunction(in PoolSlice slice, ReadOnlySpan<float> vector, Span<float> result);
