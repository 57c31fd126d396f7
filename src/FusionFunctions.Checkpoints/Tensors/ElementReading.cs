using System.Buffers;

namespace FusionFunctions.Checkpoints.Tensors;

internal static class ElementReading
{
    private const int MaxSliceBytes = 1 << 20;

    /// <summary>
    /// Reads elements [<paramref name="firstElement"/>, + destination.Length) as float32: F32 straight into the destination, other types
    /// through a buffer of fixed size.
    /// </summary>
    public static async ValueTask ReadAsync(
        this ITensorFile file, string tensor, TensorDType dtype, long firstElement, Memory<float> destination, CancellationToken cancellationToken)
    {
        if (dtype == TensorDType.F32)
        {
            await file.ReadBytesAsync(tensor, firstElement * sizeof(float), FloatBytes.Of(destination), cancellationToken);
            return;
        }
        int sliceElements = MaxSliceBytes / dtype.Size();
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Math.Min(destination.Length, sliceElements) * dtype.Size());
        try
        {
            while (!destination.IsEmpty)
            {
                int count = Math.Min(destination.Length, sliceElements);
                var part = bytes.AsMemory(0, count * dtype.Size());
                await file.ReadBytesAsync(tensor, firstElement * dtype.Size(), part, cancellationToken);
                ElementConversion.ToFloat32(dtype, part.Span, destination.Span[..count]);
                destination = destination[count..];
                firstElement += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
