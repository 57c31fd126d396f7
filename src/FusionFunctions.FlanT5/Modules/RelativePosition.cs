using FusionFunctions.T5Format.Configuration;
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
        int buckets = bidirectional ? config.RelativeBuckets / 2 : config.RelativeBuckets, exact = buckets / 2;
        // Kept alive to the end, see KeptScalars.
        using TorchSharp.Scalar zero = 0, half = buckets, nearest = exact, last = buckets - 1, rest = buckets - exact;
        using TorchSharp.Scalar span = Math.Log((double)config.RelativeMaxDistance / exact);
        var relative = Positions(keyLength).unsqueeze(0).sub(Positions(queryLength).unsqueeze(1));
        var offset = bidirectional ? relative.gt(zero).to(ScalarType.Int64).mul(half) : zeros_like(relative);
        relative = bidirectional ? relative.abs() : relative.clamp(max: zero).neg();
        var far = log(relative.to(ScalarType.Float32).div(nearest)).div(span).mul(rest).to(ScalarType.Int64).add(nearest, KeptScalars.One).clamp(max: last);
        return offset.Plus(where(relative.lt(nearest), relative, far)).MoveToOuterDisposeScope();
    }

    private static Tensor Positions(int length) => tensor([.. Enumerable.Range(0, length).Select(position => (long)position)]);
}
