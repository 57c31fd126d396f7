using FusionFunctions.Merging.Analyses;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging;

/// <summary>The formula of one method with its parameters.</summary>
/// <param name="Merge">Computes a slice of the result. Elements must not depend on how tensors are cut into slices; called from several threads.</param>
/// <param name="Analysis">The statistics that must be complete before <paramref name="Merge"/> may be called, or null.</param>
public sealed record PreparedMerge(SliceFunction Merge, PoolAnalysis? Analysis = null);

/// <param name="slice">The same elements of every model.</param>
/// <param name="result">As long as the slice; receives every element.</param>
public delegate void SliceFunction(in PoolSlice slice, Span<float> result);
