using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Analyses;
using FusionFunctions.Merging.Methods.Dare;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>TIES with every tensor as a vector of its own.</summary>
internal sealed class TiesTensorAnalysis(PoolLayout layout, IReadOnlyList<string> removed, double threshold, RandomDrop? drop)
    : TensorAnalysis<TiesTensorStudy>
{
    // So that two passes find a magnitude.
    private const int Bins = 1 << 16;
    private readonly Lock _lock = new();
    private readonly long[] _kept = new long[layout.Pool.Models.Count];
    private readonly long[] _tied = new long[layout.Pool.Models.Count];
    private long _length;
    private long _k;

    /// <summary>Lengths and counts of all tensors together; there is no one k-th magnitude and no one majority.</summary>
    public override MergeStatistics Statistics => new TiesStatistics(TrimScope.PerTensor, _length, _k, [], [.. _kept], [.. _tied], 0);

    public override long ScratchBytes(TensorInfo tensor) => TallyBytes;

    public override TiesTensorStudy Start(TensorInfo tensor) => new(
        new TiesAnalysis(TrimScope.PerTensor, TaskVectorScope.Of(tensor, layout, removed), layout.Pool.Models.Count, threshold, drop), TallyBytes, Add);

    private long TallyBytes => TiesAnalysis.TallyBytes(layout.Pool.Models.Count, Bins) * 2;

    private void Add(TiesStatistics tensor)
    {
        lock (_lock)
        {
            _length += tensor.VectorLength;
            _k += tensor.K;
            for (int model = 0; model < _kept.Length; model++)
            {
                _kept[model] += tensor.Kept[model];
                _tied[model] += tensor.TiedAtThreshold[model];
            }
        }
    }
}
