using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Merging.Studies;

/// <summary>Studies what a merge gives that may have to study each tensor itself.</summary>
/// <param name="first">The merge's, or null where it merges without. Its merged elements must not depend on how often they are asked for.</param>
/// <param name="second">Of the merge with what the first study found out.</param>
internal sealed class ChainedAnalysis<TStudy>(TensorAnalysis? first, Func<TensorStudy, TensorAnalysis<TStudy>> second) : TensorAnalysis<ChainedStudy<TStudy>>
    where TStudy : TensorStudy
{
    private readonly TensorAnalysis<TStudy> _second = second(TensorStudy.None);

    /// <summary>Rows or whole tensors, so that the longer of the two is a multiple of the other.</summary>
    public override long Block(TensorInfo tensor) => Math.Max(first?.Block(tensor) ?? 1, _second.Block(tensor));

    public override long ScratchBytes(TensorInfo tensor) => (first?.ScratchBytes(tensor) ?? 0) + _second.ScratchBytes(tensor);

    public override ChainedStudy<TStudy> Start(TensorInfo tensor)
    {
        var merge = first?.Start(tensor) ?? TensorStudy.None;
        return new(merge, second(merge).Start(tensor));
    }
}
