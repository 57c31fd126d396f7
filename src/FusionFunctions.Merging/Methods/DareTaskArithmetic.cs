using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Methods.Dare;
using FusionFunctions.Merging.Parameters;

namespace FusionFunctions.Merging.Methods;

/// <summary>θ = θ₀ + λ · Σᵢ drop(θᵢ − θ₀).</summary>
public sealed class DareTaskArithmetic : MergeMethod
{
    public override MethodDescription Description { get; } = new(
        "dare_task_arithmetic",
        "DARE Task Arithmetic",
        "θ = θ₀ + λ · Σᵢ drop(tᵢ); drop zeroes entries at random and rescales the rest.",
        "https://arxiv.org/abs/2311.03099",
        NeedsPretrained: true,
        [ScalingFactor.Description, .. RandomDrop.Parameters]);

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context)
    {
        var drop = new RandomDrop(parameters, context.Layout);
        float lambda = ScalingFactor.Of(parameters);
        return lambda == 0 ? PreparedMerge.Base : new((in slice, result) => DroppedSum.Merge(slice, drop, lambda, result));
    }
}
