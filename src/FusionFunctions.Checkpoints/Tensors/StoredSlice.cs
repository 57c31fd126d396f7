namespace FusionFunctions.Checkpoints.Tensors;

/// <summary>Consecutive elements of one tensor as the bytes that stand in a file: what float32 does not hold comes through whole.</summary>
/// <param name="DType">Their type.</param>
/// <param name="Bytes">Whole elements, little-endian.</param>
public readonly record struct StoredSlice(TensorDType DType, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Elements.</summary>
    public int Count => Bytes.Length / DType.Size();
}
