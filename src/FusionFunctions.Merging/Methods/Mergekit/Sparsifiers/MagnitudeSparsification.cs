using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Methods.Mergekit.Sparsifiers;

/// <summary>Keeps ⌊density · n⌋ entries of each tensor, those of the largest magnitude.</summary>
internal sealed class MagnitudeSparsification : Sparsification
{
    public override long ScratchBytes(TensorInfo tensor) => 2 * RankCut.ScratchBytes;

    public override Func<TensorInfo, int, Sparsifier?> Bind(string method, MethodParameters parameters, PreparationContext context)
    {
        var densities = parameters.PerModel("density", context.Layout.Pool.Models.Count);
        foreach (var tensor in context.Tensors)
            if (tensor.ElementCount > 0 && tensor.DType != TensorDType.BOOL && densities.Min() is var least && (long)(least * tensor.ElementCount) == 0)
                throw new MergeException(
                    $"{method}: a density of {least} keeps nothing of tensor '{tensor.Name}', which has {tensor.ElementCount} elements; take a larger one.");
        return (tensor, model) => densities[model] >= 1
            ? null
            : new RankSparsifier(tensor.ElementCount - (long)(densities[model] * tensor.ElementCount), tensor.ElementCount);
    }
}
