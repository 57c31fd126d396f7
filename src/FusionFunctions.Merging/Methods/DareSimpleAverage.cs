using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Methods.Dare;
using FusionFunctions.Merging.Parameters;

namespace FusionFunctions.Merging.Methods;

/// <summary>θ = θ₀ + 1/N · Σᵢ drop(θᵢ − θ₀).</summary>
public sealed class DareSimpleAverage : MergeMethod
{
    public override MethodDescription Description { get; } = new(
        "dare_simple_average",
        "DARE Simple Average",
        "θ = θ₀ + 1/N · Σᵢ drop(tᵢ); drop zeroes entries at random and rescales the rest.",
        "https://arxiv.org/abs/2311.03099",
        NeedsPretrained: true,
        RandomDrop.Parameters);

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context)
    {
        var drop = new RandomDrop(parameters, context.Layout);
        float share = (float)(1.0 / context.Layout.Pool.Models.Count);
        return new((in slice, result) => DroppedSum.Merge(slice, drop, share, result));
    }
}
