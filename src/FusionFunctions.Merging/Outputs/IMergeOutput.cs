using System.Collections.Frozen;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Merging.Outputs;

/// <summary>Receives a merged checkpoint from front to back. Whoever made it commits it, when the merge has returned its report.</summary>
public interface IMergeOutput
{
    /// <summary>Called once, before any element: all tensors with their output types, ordinal by name.</summary>
    Task BeginAsync(IReadOnlyList<TensorInfo> tensors, CancellationToken cancellationToken);

    /// <summary>Names of tensors that an interrupted merge of the same has left: their elements are not to be written. Known after <see cref="BeginAsync"/>.</summary>
    IReadOnlySet<string> Finished => FrozenSet<string>.Empty;

    /// <summary>Of those, the ones with elements that their type cannot hold. Known after <see cref="BeginAsync"/>.</summary>
    IReadOnlyList<string> Overflowed => [];

    /// <summary>Told of a tensor with elements that its type cannot hold, before the last of them is written; from several threads.</summary>
    void NoteOverflow(string tensor)
    {
    }

    /// <summary>
    /// The elements that will be written next, for whoever takes a digest of them: called in the same order, ahead of <see cref="WriteAsync(ReadOnlyMemory{float}, CancellationToken)"/> and while that
    /// goes on with earlier ones.
    /// </summary>
    void Digest(ReadOnlyMemory<float> elements)
    {
    }

    /// <inheritdoc cref="Digest(ReadOnlyMemory{float})"/>
    void Digest(StoredSlice stored)
    {
    }

    /// <summary>The next elements, in the order of the tensors that are not finished.</summary>
    Task WriteAsync(ReadOnlyMemory<float> elements, CancellationToken cancellationToken);

    /// <summary>The next elements, all of one tensor, which are kept as they are; an output that takes nothing but float32 gets them rounded.</summary>
    Task WriteAsync(StoredSlice stored, CancellationToken cancellationToken)
    {
        float[] elements = new float[stored.Count];
        ElementConversion.ToFloat32(stored.DType, stored.Bytes.Span, elements);
        return WriteAsync(elements, cancellationToken);
    }
}
