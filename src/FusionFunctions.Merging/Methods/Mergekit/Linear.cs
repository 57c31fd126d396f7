using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Pools;
using System.Numerics.Tensors;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>θ = Σᵢ wᵢ·θᵢ, divided by Σᵢ wᵢ where asked for.</summary>
public sealed class Linear : MergeMethod
{
    public override MethodDescription Description { get; } = new(
        "mergekit/linear",
        "mergekit Linear",
        "θ = Σᵢ wᵢ·θᵢ / Σᵢ wᵢ; the pretrained model takes no part.",
        "https://arxiv.org/abs/2203.05482",
        NeedsPretrained: false,
        [ModelWeights.Description("weight") with { CoversEveryTensor = true }, new("normalize", ParameterType.Boolean, true, "Divides by the sum of the weights.")]);

    public override MergePool Inputs(MergePool pool) => pool with { Pretrained = null };

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context)
    {
        var given = parameters.PerModel("weight", context.Layout.Pool.Models.Count);
        float[] weights = ModelWeights.Factors(Description.Name, given);
        if (!parameters.Boolean("normalize"))
            return new((in slice, result) => WeightedSum.Merge(slice, weights, result));
        ModelWeights.Normalized(Description.Name, given);
        float sum = (float)given.Sum();
        return new((in slice, result) =>
        {
            WeightedSum.Merge(slice, weights, result);
            TensorPrimitives.Divide(result, sum, result);
        });
    }
}
