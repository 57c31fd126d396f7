using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Outputs;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Merging;

/// <summary>One method over one pool; several variants share the reading of the inputs.</summary>
/// <param name="Variants">At least one.</param>
public sealed record MergeRequest(MergePool Pool, MergeMethod Method, IReadOnlyList<MergeVariant> Variants);

/// <param name="Parameters">Resolved by <see cref="MethodParameters.Resolve"/>.</param>
/// <param name="Output">Where the merged tensors go.</param>
/// <param name="OutputDType">F32, F16 or BF16 for the floating-point tensors; null keeps each tensor's type in the base (or first) model.</param>
public sealed record MergeVariant(MethodParameters Parameters, IMergeOutput Output, TensorDType? OutputDType = null)
{
    /// <summary>The type of the tensor's elements in the result.</summary>
    internal TensorDType OutputOf(TensorInfo tensor) => OutputDType is { } dtype && tensor.DType.IsFloat() ? dtype : tensor.DType;
}
