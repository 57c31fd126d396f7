using FusionFunctions.FlanT5.Configuration;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Modules;

/// <summary>
/// T5's relative position buckets: exact for near positions, logarithmic up to a maximal distance.
/// Computed by libtorch in float32, as PyTorch does, since the buckets' borders hang on the last bit of a logarithm.
/// Source: https://arxiv.org/abs/1910.10683, section 2.1.
/// </summary>
internal static class RelativePosition
{
    /// <returns>int64 [queryLength, keyLength]; query i stands at position i.</returns>
    public static Tensor Buckets(int queryLength, int keyLength, bool bidirectional, T5Config config)
    {
        using var scope = NewDisposeScope();
        var query = arange(queryLength, dtype: ScalarType.Int64).unsqueeze(1);
        var key = arange(keyLength, dtype: ScalarType.Int64).unsqueeze(0);
        var relative = key - query;
        int buckets = config.RelativeBuckets;
        Tensor offset;
        if (bidirectional)
        {
            buckets /= 2;
            offset = relative.gt(0).to(ScalarType.Int64) * buckets;
            relative = relative.abs();
        }
        else
        {
            offset = zeros_like(relative);
            relative = relative.clamp(max: 0).neg();
        }
        int exact = buckets / 2;
        double span = Math.Log((double)config.RelativeMaxDistance / exact);
        var far = (log(relative.to(ScalarType.Float32) / exact) / span * (buckets - exact)).to(ScalarType.Int64) + exact;
        far = far.clamp(max: buckets - 1);
        return (offset + where(relative.lt(exact), relative, far)).MoveToOuterDisposeScope();
    }
}
