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

    /// <summary>Whose elements the tensor has: another reader's, where this one only passes them on. Equal sources need to be read once.</summary>
    ITensorReader SourceOf(TensorInfo tensor) => this;
}
