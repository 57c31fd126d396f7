using System.Numerics;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>Consecutive entries of every trimmed task vector: tᵢ where |tᵢ| reaches model i's threshold, else 0.</summary>
internal readonly ref struct TrimmedLanes(TaskVectors vectors, int at, ReadOnlySpan<float> thresholds)
{
    private readonly TaskVectors _vectors = vectors;
    private readonly ReadOnlySpan<float> _thresholds = thresholds;

    public int Models => _vectors.Models;

    public Vector<float> this[int model]
    {
        get
        {
            var entries = _vectors[model, at];
            return entries * Mask(Vector.GreaterThanOrEqual(Vector.Abs(entries), new Vector<float>(_thresholds[model])));
        }
    }

    /// <summary>1 or 0. Multiplied, not selected, as in PyTorch: a NaN entry stays NaN and shows in the result.</summary>
    public static Vector<float> Mask(Vector<int> condition) => Vector.ConditionalSelect(condition, Vector<float>.One, Vector<float>.Zero);
}
