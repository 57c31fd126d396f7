using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Merging.Outputs;

/// <summary>Receives a merged checkpoint from front to back. Whoever made it commits it, when the merge has returned its report.</summary>
public interface IMergeOutput
{
    /// <summary>Called once, before any element: all tensors with their output types, ordinal by name.</summary>
    Task BeginAsync(IReadOnlyList<TensorInfo> tensors, CancellationToken cancellationToken);

    /// <summary>The next elements, in the order of the tensors.</summary>
    Task WriteAsync(ReadOnlyMemory<float> elements, CancellationToken cancellationToken);
}
