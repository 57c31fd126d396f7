using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Methods.Mergekit.Sparsifiers;

/// <summary>DELLA's: entries stay with a probability that rises with their rank in their row.</summary>
internal sealed class DellaSparsification : Sparsification
{
    public override IReadOnlyList<ParameterDescription> Parameters =>
    [
        Density,
        new("epsilon", ParameterType.NumberList, new JsonArray(0.15), "ε: probabilities run from density − ε to density + ε; one number for each model, or one for all.", 0, 1),
        Seed,
    ];

    public override long Block(TensorInfo tensor) => TensorAnalysis.RowOf(tensor);

    public override long ScratchBytes(TensorInfo tensor) => TensorAnalysis.RowOf(tensor) * sizeof(ulong);

    public override Func<TensorInfo, int, Sparsifier?> Bind(string method, MethodParameters parameters, PreparationContext context)
    {
        var densities = parameters.PerModel("density", context.Layout.Pool.Models.Count);
        var epsilons = parameters.PerModel("epsilon", context.Layout.Pool.Models.Count);
        foreach (var (density, epsilon) in densities.Zip(epsilons))
            if (density is > 0 and < 1 && (density + epsilon >= 1 || density - epsilon <= 0))
                throw new MergeException($"{method}: a density of {density} with an epsilon of {epsilon} gives probabilities beyond 0 and 1; take a smaller epsilon.");
        return (tensor, model) => densities[model] switch
        {
            >= 1 => null,
            <= 0 => new RandomSparsifier(0, 0),
            var density => new DellaSparsifier(Key(parameters, context.Layout, tensor, model), density, epsilons[model]),
        };
    }
}
