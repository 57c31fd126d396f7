namespace FusionFunctions.Checkpoints.Tensors;

/// <summary>The tensors of one model, whatever holds them. Safe for concurrent reads.</summary>
public interface ITensorReader : IAsyncDisposable
{
    /// <summary>Where they come from, for messages.</summary>
    string Name { get; }

    /// <summary>Every tensor once (tied copies left out), ordinal by name.</summary>
    IReadOnlyList<TensorInfo> Tensors { get; }

    /// <summary>
    /// Reads elements [<paramref name="firstElement"/>, + destination.Length) in row-major order, widened or rounded to float32
    /// (F16 and BF16 are exact; F64 and integers round to nearest even).
    /// </summary>
    ValueTask ReadAsync(TensorInfo tensor, long firstElement, Memory<float> destination, CancellationToken cancellationToken);

    /// <summary>
    /// Reads elements as they are stored, in the tensor's type. Elements that are made in float32 are rounded to it.
    /// </summary>
    /// <param name="tensor">One of these.</param>
    /// <param name="firstElement">In row-major order.</param>
    /// <param name="destination">Receives whole elements, little-endian.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    async ValueTask ReadStoredAsync(TensorInfo tensor, long firstElement, Memory<byte> destination, CancellationToken cancellationToken)
    {
        float[] elements = new float[destination.Length / tensor.DType.Size()];
        await ReadAsync(tensor, firstElement, elements, cancellationToken);
        ElementConversion.FromFloat32(tensor.DType, elements, destination.Span);
    }

    /// <summary>Whose elements the tensor has: another reader's, where this one only passes them on. Equal sources need to be read once.</summary>
    ITensorReader SourceOf(TensorInfo tensor) => this;
}
