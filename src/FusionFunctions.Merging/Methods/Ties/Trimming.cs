using System.Numerics;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>Leaves entries of a task vector as they are, or makes them zero.</summary>
internal static class Trimming
{
    /// <summary>t where |t| reaches the threshold, else 0.</summary>
    public static Vector<float> Trim(Vector<float> entries, Vector<float> threshold) => entries * Mask(Vector.GreaterThanOrEqual(Vector.Abs(entries), threshold));

    /// <summary>1 or 0. Multiplied, not selected, as in PyTorch: a NaN entry stays NaN and shows in the result.</summary>
    public static Vector<float> Mask(Vector<int> condition) => Vector.AsVectorSingle(condition & Vector.AsVectorInt32(Vector<float>.One));
}
