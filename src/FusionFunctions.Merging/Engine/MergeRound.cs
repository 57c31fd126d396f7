using System.Numerics.Tensors;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Engine;

/// <summary>The last reading of the pool: every variant's result is computed and written.</summary>
internal sealed class MergeRound(IReadOnlyList<MergeVariant> variants, IReadOnlyList<PreparedMerge> merges)
{
    public async Task RunAsync(PoolSweep sweep, CancellationToken cancellationToken)
    {
        foreach (var variant in variants)
            await variant.Output.BeginAsync([.. sweep.Tensors.Select(tensor => OutputTensor(tensor, variant.OutputDType))], cancellationToken);
        await sweep.RunAsync(Merge, (slice, buffers) => WriteAsync(slice, buffers, cancellationToken), cancellationToken);
    }

    private static TensorInfo OutputTensor(TensorInfo tensor, TensorDType? asked) =>
        asked is { } dtype && tensor.DType.IsFloat() ? tensor with { DType = dtype } : tensor;

    private void Merge(TensorSlice slice, SliceBuffers buffers)
    {
        for (int variant = 0; variant < merges.Count; variant++)
        {
            var result = buffers.Result(variant, slice.Length).Span;
            if (slice.Tensor.DType == TensorDType.BOOL)
                buffers.Template(slice.Length).CopyTo(result);
            else
                merges[variant].Merge(buffers.Slice(slice), result);
            // PyTorch casts towards zero when it loads a float result into an integer tensor.
            if (!slice.Tensor.DType.IsFloat())
                TensorPrimitives.Truncate(result, result);
        }
    }

    private async Task WriteAsync(TensorSlice slice, SliceBuffers buffers, CancellationToken cancellationToken)
    {
        for (int variant = 0; variant < variants.Count; variant++)
            await variants[variant].Output.WriteAsync(buffers.Result(variant, slice.Length), cancellationToken);
    }
}
