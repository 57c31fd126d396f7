using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Merging.Methods;

/// <summary>θ = Σᵢ wᵢ · θᵢ, added in pool order.</summary>
public sealed class WeightedAverage : MergeMethod
{
    public override MethodDescription Description { get; } = new(
        "weighted_average",
        "Weighted Average",
        "θ = Σᵢ wᵢ · θᵢ; the pretrained model takes no part.",
        "https://arxiv.org/abs/2203.05482",
        NeedsPretrained: false,
        [
            ModelWeights.Description("weights"),
            new("normalize", ParameterType.Boolean, true, "Divides the weights by their sum."),
        ]);

    public override MergePool Inputs(MergePool pool) => pool with { Pretrained = null };

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context)
    {
        var weights = parameters.PerModel("weights", context.Layout.Pool.Models.Count);
        float[] factors = ModelWeights.Factors(Description.Name, parameters.Boolean("normalize") ? ModelWeights.Normalized(Description.Name, weights) : weights);
        return new((in slice, result) => WeightedSum.Merge(slice, factors, result)) { ShowsNonFinite = true };
    }
}
