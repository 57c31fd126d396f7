using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>The importance of elements, tensor by tensor; slices hold whole rows.</summary>
internal sealed class FusionAnalysis : TensorAnalysis<FusionStudy>
{
    public override long Block(TensorInfo tensor) => RowOf(tensor);

    public override long ScratchBytes(TensorInfo tensor) => (3 * RankCut.ScratchBytes) + (tensor.ElementCount / RowOf(tensor) * sizeof(double)) + (6 * RowOf(tensor) * sizeof(float));

    public override FusionStudy Start(TensorInfo tensor) => new(tensor);
}
