using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Slices;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>How many elements of a tensor each model changes alone, and how many others change, too.</summary>
internal sealed class RamAnalysis(int models, double epsilon) : TensorAnalysis<RamStudy>
{
    public override long Block(TensorInfo tensor) => 1;

    public override long ScratchBytes(TensorInfo tensor) => (PoolSlice.PartElements * sizeof(float)) + (2 * models * sizeof(long));

    public override RamStudy Start(TensorInfo tensor) => new(models, (float)epsilon);
}
