using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Engine;

/// <param name="Slice">What was merged.</param>
/// <param name="Outcome">Holds its results.</param>
internal readonly record struct MergedSlice(TensorSlice Slice, SliceOutcome Outcome)
{
    /// <param name="variant">Whose.</param>
    /// <param name="isExact">Whether stored elements are what counts.</param>
    public ResultPart Result(int variant, bool isExact) => new(
        Outcome.Result(variant, Slice.Length), isExact ? new(Slice.Tensor.DType, Outcome.Stored(variant, Slice.Length * Slice.Tensor.DType.Size())) : null);
}
