using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Engine;

/// <param name="Slice">What was merged.</param>
/// <param name="Outcome">Holds its results.</param>
internal readonly record struct MergedSlice(TensorSlice Slice, SliceOutcome Outcome)
{
    public ReadOnlyMemory<float> Result(int variant) => Outcome.Result(variant, Slice.Length);
}
