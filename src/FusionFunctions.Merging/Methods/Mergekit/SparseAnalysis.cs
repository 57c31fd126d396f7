using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Methods.Mergekit.Sparsifiers;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>Which entries of the task vectors stay, tensor by tensor.</summary>
internal sealed class SparseAnalysis(Sparsification sparsification, Func<TensorInfo, int, Sparsifier?> bound, int models, bool rescale)
    : TensorAnalysis<SparseStudy>
{
    public override long Block(TensorInfo tensor) => sparsification.Block(tensor);

    public override long ScratchBytes(TensorInfo tensor) => models * (sparsification.ScratchBytes(tensor) + (Block(tensor) * sizeof(float)));

    public override SparseStudy Start(TensorInfo tensor) =>
        new([.. Enumerable.Range(0, models).Select(model => bound(tensor, model))], (int)Math.Max(1, Math.Min(Block(tensor), tensor.ElementCount)), rescale);
}
