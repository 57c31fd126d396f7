using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Outputs;

namespace FusionFunctions.Merging.Engine;

/// <summary>A slice of a result, as its output receives it.</summary>
/// <param name="Elements">In float32.</param>
/// <param name="Stored">The same in the tensor's type, where that is what counts; else null.</param>
internal readonly record struct ResultPart(ReadOnlyMemory<float> Elements, StoredSlice? Stored = null)
{
    public void Digest(IMergeOutput output)
    {
        if (Stored is { } stored)
            output.Digest(stored);
        else
            output.Digest(Elements);
    }

    public Task WriteAsync(IMergeOutput output, CancellationToken cancellationToken) =>
        Stored is { } stored ? output.WriteAsync(stored, cancellationToken) : output.WriteAsync(Elements, cancellationToken);
}
