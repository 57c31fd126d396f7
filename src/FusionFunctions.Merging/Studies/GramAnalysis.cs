using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Merging.Studies;

/// <summary>The inner products of all pairs of models, or of their task vectors, over one tensor.</summary>
/// <param name="models">How many.</param>
/// <param name="ofTaskVectors">Takes θᵢ − θ₀ instead of θᵢ.</param>
internal sealed class GramAnalysis(int models, bool ofTaskVectors) : TensorAnalysis<GramStudy>
{
    public override long ScratchBytes(TensorInfo tensor) => models * ((models * sizeof(double)) + (BlockElements * sizeof(float)));

    public override GramStudy Start(TensorInfo tensor) => new(models, ofTaskVectors);
}
