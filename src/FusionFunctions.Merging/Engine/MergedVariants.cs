using System.Numerics.Tensors;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Slices;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Engine;

/// <summary>Computes and writes every variant's part of a slice that has been read.</summary>
internal sealed class MergedVariants(IReadOnlyList<MergeVariant> variants, IReadOnlyList<PreparedMerge> merges)
{
    public async Task BeginAsync(IReadOnlyList<TensorInfo> tensors, CancellationToken cancellationToken)
    {
        foreach (var variant in variants)
            await variant.Output.BeginAsync([.. tensors.Select(tensor => OutputTensor(tensor, variant.OutputDType))], cancellationToken);
    }

    /// <param name="slice">The slice.</param>
    /// <param name="buffers">Holds its elements and receives the results.</param>
    /// <param name="studyOf">What a variant's analysis found out about the tensor.</param>
    public void Merge(TensorSlice slice, SliceBuffers buffers, Func<TensorAnalysis, TensorStudy> studyOf)
    {
        for (int variant = 0; variant < merges.Count; variant++)
        {
            var result = buffers.Result(variant, slice.Length).Span;
            if (slice.Tensor.DType == TensorDType.BOOL)
                buffers.Template(slice.Length).CopyTo(result);
            else
                merges[variant].Merge(buffers.Slice(slice), merges[variant].TensorAnalysis is { } analysis ? studyOf(analysis) : TensorStudy.None, result);
            // PyTorch casts towards zero when it loads a float result into an integer tensor.
            if (!slice.Tensor.DType.IsFloat())
                TensorPrimitives.Truncate(result, result);
        }
    }

    public async Task WriteAsync(TensorSlice slice, SliceBuffers buffers, CancellationToken cancellationToken)
    {
        for (int variant = 0; variant < variants.Count; variant++)
            await variants[variant].Output.WriteAsync(buffers.Result(variant, slice.Length), cancellationToken);
    }

    private static TensorInfo OutputTensor(TensorInfo tensor, TensorDType? asked) =>
        asked is { } dtype && tensor.DType.IsFloat() ? tensor with { DType = dtype } : tensor;
}
