namespace FusionFunctions.Checkpoints.Tensors;

/// <summary>An open file of tensors, of whatever format. Safe for concurrent reads.</summary>
internal interface ITensorFile : IAsyncDisposable
{
    IEnumerable<TensorInfo> Tensors { get; }

    /// <summary>Names that the file itself stores as one tensor; those that stand alone are left out.</summary>
    IEnumerable<IReadOnlyList<string>> Shared { get; }

    /// <summary>Reads stored elements in row-major order.</summary>
    /// <param name="tensor">Its name.</param>
    /// <param name="offset">In bytes, a multiple of the element's size.</param>
    /// <param name="destination">Receives whole elements.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    ValueTask ReadBytesAsync(string tensor, long offset, Memory<byte> destination, CancellationToken cancellationToken);
}
