using System.Numerics;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>Consecutive entries of every trimmed task vector: tᵢ = θᵢ − θ₀ where |tᵢ| reaches model i's threshold, else 0.</summary>
internal readonly ref struct TrimmedLanes(PoolSlice slice, int at, ReadOnlySpan<float> thresholds)
{
    private readonly PoolSlice _slice = slice;
    private readonly Vector<float> _pretrained = Lanes.Load(slice.Pretrained, at);
    private readonly ReadOnlySpan<float> _thresholds = thresholds;

    public int Models => _slice.Models;

    public Vector<float> this[int model]
    {
        get
        {
            var entries = Lanes.Load(_slice[model], at) - _pretrained;
            return entries * Mask(Vector.GreaterThanOrEqual(Vector.Abs(entries), new Vector<float>(_thresholds[model])));
        }
    }

    /// <summary>1 or 0. Multiplied, not selected, as in PyTorch: a NaN entry stays NaN and shows in the result.</summary>
    public static Vector<float> Mask(Vector<int> condition) => Vector.ConditionalSelect(condition, Vector<float>.One, Vector<float>.Zero);
}
