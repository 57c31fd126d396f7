using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Merging.Engine;

/// <summary>
/// Tensors of types that float32 does not hold (integers of 32 bits and more, float64) with elements that a result has from its inputs bit for bit, so that
/// they go by the bytes that are stored.
/// </summary>
internal sealed class ExactTensors(IReadOnlyList<MergeVariant> variants, IReadOnlyList<PreparedMerge> merges)
{
    /// <summary>Whether a variant's result is stored elements rather than float32.</summary>
    public bool Are(TensorInfo tensor, int variant) => IsExact(tensor, merges[variant]) && variants[variant].OutputOf(tensor) == tensor.DType;

    /// <summary>Whether stored elements are needed.</summary>
    public bool AreAny(TensorInfo tensor) => AreAny(tensor, merges);

    /// <inheritdoc cref="AreAny(TensorInfo)"/>
    public static bool AreAny(TensorInfo tensor, IReadOnlyList<PreparedMerge> merges) => merges.Any(merge => IsExact(tensor, merge));

    // Of integers, the inputs may agree on any.
    private static bool IsExact(TensorInfo tensor, PreparedMerge merge) => !tensor.DType.FitsFloat32() && (!tensor.DType.IsFloat() || merge.IsKept(tensor));
}
