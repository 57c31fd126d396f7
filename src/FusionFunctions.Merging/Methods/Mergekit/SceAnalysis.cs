using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>Selection and weights, tensor by tensor.</summary>
internal sealed class SceAnalysis(int models, double selected) : TensorAnalysis<SceStudy>
{
    public override long ScratchBytes(TensorInfo tensor) => RankCut.ScratchBytes + ((models + 1) * BlockElements * sizeof(float));

    public override SceStudy Start(TensorInfo tensor) => new(models, selected, tensor.ElementCount);
}
