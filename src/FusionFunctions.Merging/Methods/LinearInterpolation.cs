using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Merging.Methods;

/// <summary>θ = (1 − t) · θ₁ + t · θ₂.</summary>
public sealed class LinearInterpolation : MergeMethod
{
    public override MethodDescription Description { get; } = new(
        "linear_interpolation",
        "Linear Interpolation",
        "θ = (1 − t) · θ₁ + t · θ₂, between two models, or the pretrained model and another.",
        "https://arxiv.org/abs/1912.05671",
        NeedsPretrained: false,
        [new("t", ParameterType.Number, 0.5, "0 is the first model, 1 the second.", 0, 1)]);

    public override MergePool Inputs(MergePool pool) => TwoModels.Of(Description.Name, pool);

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context)
    {
        double t = parameters.Number("t");
        float[] weights = [(float)(1 - t), (float)t];
        return new((in slice, result) => WeightedSum.Merge(slice, weights, result)) { ShowsNonFinite = true };
    }
}
