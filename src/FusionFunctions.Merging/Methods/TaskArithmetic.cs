using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods;

/// <summary>θ = θ₀ + λ · Σᵢ (θᵢ − θ₀): differences added in pool order, scaled once.</summary>
public sealed class TaskArithmetic : MergeMethod
{
    public override MethodDescription Description { get; } = new(
        "task_arithmetic",
        "Task Arithmetic",
        "θ = θ₀ + λ · Σᵢ (θᵢ − θ₀).",
        "https://arxiv.org/abs/2212.04089",
        NeedsPretrained: true,
        [ScalingFactor.Description]);

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context)
    {
        float lambda = ScalingFactor.Of(parameters);
        return new((in slice, result) => Merge(slice, lambda, result));
    }

    private static void Merge(in PoolSlice slice, float lambda, Span<float> result)
    {
        if (lambda == 0)
        {
            slice.Pretrained.CopyTo(result);
            return;
        }
        for (int at = 0; at < result.Length; at += Lanes.Count)
        {
            var theta0 = Lanes.Load(slice.Pretrained, at);
            var sum = Lanes.Load(slice[0], at) - theta0;
            for (int model = 1; model < slice.Models; model++)
                sum += Lanes.Load(slice[model], at) - theta0;
            Lanes.Store(theta0 + (lambda * sum), result, at);
        }
    }
}
