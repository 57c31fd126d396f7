using System.Buffers;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Checkpoints.Safetensors;

/// <summary>Elements as the bytes that stand in a file.</summary>
internal readonly struct StoredElements : IDisposable
{
    private readonly byte[]? _rented;

    /// <param name="dtype">What the elements are rounded to.</param>
    /// <param name="elements">Kept as they are where that is F32.</param>
    public StoredElements(TensorDType dtype, ReadOnlyMemory<float> elements)
    {
        if (dtype == TensorDType.F32)
        {
            Bytes = FloatBytes.Of(elements);
            return;
        }
        int length = elements.Length * dtype.Size();
        _rented = ArrayPool<byte>.Shared.Rent(length);
        ElementConversion.FromFloat32(dtype, elements.Span, _rented.AsSpan(0, length));
        Bytes = _rented.AsMemory(0, length);
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    public void Dispose()
    {
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented);
    }
}
