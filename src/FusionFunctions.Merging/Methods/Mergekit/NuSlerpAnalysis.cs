using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>Angles between the two models' vectors: whole tensors, rows (along the last dimension) or columns (along the first).</summary>
internal sealed class NuSlerpAnalysis(bool flatten, bool alongFirst, double t) : TensorAnalysis<NuSlerpStudy>
{
    public override long ScratchBytes(TensorInfo tensor) => Vectors(tensor) * NuSlerpStudy.BytesPerVector;

    public override NuSlerpStudy Start(TensorInfo tensor)
    {
        long vectors = Vectors(tensor);
        return alongFirst
            ? new((int)vectors, element => (int)(element % vectors), t)
            : new((int)vectors, element => (int)(element / Math.Max(1, tensor.ElementCount / Math.Max(1, vectors))), t);
    }

    private long Vectors(TensorInfo tensor) =>
        flatten || tensor.Shape.Count < 2 ? 1 : tensor.ElementCount / Math.Max(1, alongFirst ? tensor.Shape[0] : RowOf(tensor));
}
