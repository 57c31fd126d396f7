using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Merging.Studies;

/// <summary>Nothing is found out beforehand, but slices hold whole rows.</summary>
internal sealed class RowAnalysis : TensorAnalysis<TensorStudy>
{
    public override long Block(TensorInfo tensor) => RowOf(tensor);

    public override TensorStudy Start(TensorInfo tensor) => TensorStudy.None;
}
