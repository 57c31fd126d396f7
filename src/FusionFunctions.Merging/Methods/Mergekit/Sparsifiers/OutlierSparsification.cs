using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Methods.Mergekit.Sparsifiers;

/// <summary>Drops the γ largest entries of each tensor, then as many of the smallest as leave ⌊density · n⌋.</summary>
internal sealed class OutlierSparsification : Sparsification
{
    public override IReadOnlyList<ParameterDescription> Parameters =>
    [
        Density,
        new("gamma", ParameterType.NumberList, new System.Text.Json.Nodes.JsonArray(0.01), "γ: fraction of the largest entries that is dropped; one number for each model, or one for all.", 0, 1),
    ];

    public override long ScratchBytes(TensorInfo tensor) => 2 * RankCut.ScratchBytes;

    public override Func<TensorInfo, int, Sparsifier?> Bind(string method, MethodParameters parameters, PreparationContext context)
    {
        var densities = parameters.PerModel("density", context.Layout.Pool.Models.Count);
        var gammas = parameters.PerModel("gamma", context.Layout.Pool.Models.Count);
        return (tensor, model) => densities[model] >= 1 ? null : Window(tensor.ElementCount, densities[model], gammas[model]);
    }

    private static RankSparsifier Window(long elements, double density, double gamma)
    {
        long kept = (long)(density * elements);
        // Where both ends together would leave too little, fewer of the largest go.
        long largest = Math.Min((long)(gamma * elements), elements - kept);
        return new(elements - kept - largest, elements - largest);
    }
}
