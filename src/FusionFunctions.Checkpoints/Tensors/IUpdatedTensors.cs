namespace FusionFunctions.Checkpoints.Tensors;

/// <summary>A model whose tensors are made out of another's, element by element, so that whoever reads several on one basis reads that once.</summary>
public interface IUpdatedTensors : ITensorReader
{
    /// <summary>Whose elements are updated.</summary>
    ITensorReader BasisOf(TensorInfo tensor);

    /// <summary>Makes elements of this model, the same that <see cref="ITensorReader.ReadAsync"/> reads.</summary>
    /// <param name="tensor">One that this model is the source of.</param>
    /// <param name="firstElement">In row-major order.</param>
    /// <param name="basis">The same elements of the basis.</param>
    /// <param name="destination">Receives as many; may be the same memory.</param>
    /// <param name="cancellationToken">Stops the reading of what is needed for the update.</param>
    ValueTask UpdateAsync(TensorInfo tensor, long firstElement, ReadOnlyMemory<float> basis, Memory<float> destination, CancellationToken cancellationToken);
}
