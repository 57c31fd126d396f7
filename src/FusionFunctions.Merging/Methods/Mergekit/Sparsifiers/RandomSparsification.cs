using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;

namespace FusionFunctions.Merging.Methods.Mergekit.Sparsifiers;

/// <summary>DARE's: every entry stays with the probability density.</summary>
internal sealed class RandomSparsification : Sparsification
{
    public override IReadOnlyList<ParameterDescription> Parameters => [Density, Seed];

    public override Func<TensorInfo, int, Sparsifier?> Bind(string method, MethodParameters parameters, PreparationContext context)
    {
        var densities = parameters.PerModel("density", context.Layout.Pool.Models.Count);
        return (tensor, model) => densities[model] >= 1 ? null : new RandomSparsifier(Key(parameters, context.Layout, tensor, model), densities[model]);
    }
}
