using System.Buffers;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Analyses;
using FusionFunctions.Merging.Slices;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging;

/// <summary>The formula of one method with its parameters.</summary>
public sealed class PreparedMerge
{
    private readonly MergeFunction _merge;
    private Func<TensorInfo, bool> _isKept = _ => false;

    /// <param name="merge">Computes a slice of the result. Elements must not depend on how tensors are cut into slices; called from several threads.</param>
    /// <param name="analysis">The statistics that must be complete before <paramref name="merge"/> may be called, or null.</param>
    public PreparedMerge(SliceFunction merge, PoolAnalysis? analysis = null)
        : this((in slice, _, _, result) => merge(slice, result)) => Analysis = analysis;

    /// <param name="vector">Computed once for all variants that share it.</param>
    /// <param name="merge">Makes a slice of the result of it.</param>
    /// <param name="analysis">The statistics that must be complete before, or null.</param>
    public PreparedMerge(SharedVector vector, SharedVectorFunction merge, PoolAnalysis? analysis = null)
        : this((in slice, _, vector, result) => merge(slice, vector, result)) => (Vector, Analysis) = (vector, analysis);

    private PreparedMerge(MergeFunction merge) => _merge = merge;

    /// <summary>θ₀, or θ₁ where the method reads no base.</summary>
    public static PreparedMerge Base { get; } = new PreparedMerge(static (in slice, result) => (slice.Pretrained.IsEmpty ? slice[0] : slice.Pretrained).CopyTo(result))
        .Keeping(_ => true);

    private delegate void MergeFunction(in PoolSlice slice, TensorStudy study, ReadOnlySpan<float> vector, Span<float> result);

    /// <summary>Whether elements of the result are finite only where those of all inputs are, as sums of them: then NaN and infinity are looked for in the result alone.</summary>
    public bool ShowsNonFinite { get; init; }

    /// <summary>What the variants have in common, or null.</summary>
    internal SharedVector? Vector { get; }

    internal PoolAnalysis? Analysis { get; private init; }

    internal TensorAnalysis? TensorAnalysis { get; private init; }

    /// <summary>Complete when the merge is.</summary>
    internal MergeStatistics? Statistics => Analysis?.Statistics ?? TensorAnalysis?.Statistics;

    /// <param name="analysis">Studies each tensor before it is merged; variants may share it.</param>
    /// <param name="merge">Computes a slice of the result, in the order of a tensor's slices.</param>
    /// <param name="poolAnalysis">What the analysis builds upon, or null.</param>
    public static PreparedMerge OfTensors<TStudy>(TensorAnalysis<TStudy> analysis, StudiedSliceFunction<TStudy> merge, PoolAnalysis? poolAnalysis = null)
        where TStudy : TensorStudy => new((in slice, study, _, result) => merge(slice, (TStudy)study, result))
        {
            Analysis = poolAnalysis,
            TensorAnalysis = analysis,
        };

    /// <summary>
    /// The same merge, of which it is known that some tensors stay as in the base, or in the first model where the method reads no base, whatever they hold:
    /// they are copied as they are stored, even where float32, in which the result is made, cannot hold that.
    /// </summary>
    /// <param name="isKept">Tells which; known before anything is read.</param>
    public PreparedMerge Keeping(Func<TensorInfo, bool> isKept)
    {
        var before = _isKept;
        var merge = (PreparedMerge)MemberwiseClone();
        merge._isKept = tensor => before(tensor) || isKept(tensor);
        return merge;
    }

    /// <summary>See <see cref="Keeping"/>.</summary>
    internal bool IsKept(TensorInfo tensor) => _isKept(tensor);

    /// <param name="slice">The slice.</param>
    /// <param name="study">Of its tensor, where the method studies tensors.</param>
    /// <param name="vector">The slice of <see cref="Vector"/>, where there is one.</param>
    /// <param name="result">Receives every element.</param>
    internal void Merge(in PoolSlice slice, TensorStudy study, ReadOnlySpan<float> vector, Span<float> result) => _merge(slice, study, vector, result);

    /// <summary>For a method that builds upon another.</summary>
    /// <param name="slice">The slice.</param>
    /// <param name="study">Of its tensor, or <see cref="TensorStudy.None"/>.</param>
    /// <param name="result">Receives every element.</param>
    internal void Merge(in PoolSlice slice, TensorStudy study, Span<float> result)
    {
        float[] buffer = ArrayPool<float>.Shared.Rent(Vector is null ? 0 : slice.Length);
        var vector = buffer.AsSpan(0, Vector is null ? 0 : slice.Length);
        Vector?.Compute(slice, vector);
        Merge(slice, study, vector, result);
        ArrayPool<float>.Shared.Return(buffer);
    }
}

/// <param name="slice">The same elements of every model.</param>
/// <param name="result">As long as the slice; receives every element.</param>
public delegate void SliceFunction(in PoolSlice slice, Span<float> result);

/// <param name="slice">The same elements of every model.</param>
/// <param name="study">What was found out about the tensor.</param>
/// <param name="result">As long as the slice; receives every element.</param>
public delegate void StudiedSliceFunction<in TStudy>(in PoolSlice slice, TStudy study, Span<float> result)
    where TStudy : TensorStudy;
