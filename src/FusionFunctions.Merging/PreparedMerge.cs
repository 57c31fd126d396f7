using FusionFunctions.Merging.Analyses;
using FusionFunctions.Merging.Slices;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging;

/// <summary>The formula of one method with its parameters.</summary>
public sealed class PreparedMerge
{
    private readonly StudiedSliceFunction<TensorStudy> _merge;

    private PreparedMerge(StudiedSliceFunction<TensorStudy> merge, PoolAnalysis? analysis, TensorAnalysis? tensorAnalysis) =>
        (_merge, Analysis, TensorAnalysis) = (merge, analysis, tensorAnalysis);

    /// <param name="merge">Computes a slice of the result. Elements must not depend on how tensors are cut into slices; called from several threads.</param>
    /// <param name="analysis">The statistics that must be complete before <paramref name="merge"/> may be called, or null.</param>
    public PreparedMerge(SliceFunction merge, PoolAnalysis? analysis = null)
        : this((in slice, _, result) => merge(slice, result), analysis, null)
    {
    }

    internal PoolAnalysis? Analysis { get; }

    internal TensorAnalysis? TensorAnalysis { get; }

    /// <summary>Complete when the merge is.</summary>
    internal MergeStatistics? Statistics => Analysis?.Statistics ?? TensorAnalysis?.Statistics;

    /// <param name="analysis">Studies each tensor before it is merged; variants may share it.</param>
    /// <param name="merge">Computes a slice of the result, in the order of a tensor's slices.</param>
    /// <param name="poolAnalysis">What the analysis builds upon, or null.</param>
    public static PreparedMerge OfTensors<TStudy>(TensorAnalysis<TStudy> analysis, StudiedSliceFunction<TStudy> merge, PoolAnalysis? poolAnalysis = null)
        where TStudy : TensorStudy => new((in slice, study, result) => merge(slice, (TStudy)study, result), poolAnalysis, analysis);

    internal void Merge(in PoolSlice slice, TensorStudy study, Span<float> result) => _merge(slice, study, result);
}

/// <param name="slice">The same elements of every model.</param>
/// <param name="result">As long as the slice; receives every element.</param>
public delegate void SliceFunction(in PoolSlice slice, Span<float> result);

/// <param name="slice">The same elements of every model.</param>
/// <param name="study">What was found out about the tensor.</param>
/// <param name="result">As long as the slice; receives every element.</param>
public delegate void StudiedSliceFunction<in TStudy>(in PoolSlice slice, TStudy study, Span<float> result)
    where TStudy : TensorStudy;
