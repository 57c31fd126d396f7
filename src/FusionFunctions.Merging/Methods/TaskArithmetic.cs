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
        return lambda == 0 ? PreparedMerge.Base : new(context.ShareVector("sum", Sum, showsNonFinite: true), (in slice, vector, result) => ScalingFactor.Apply(lambda, slice.Pretrained, vector, result));
    }

    private static void Sum(in PoolSlice slice, Span<float> sum)
    {
        if (slice.IsUnchanged)
        {
            sum.Clear();
            return;
        }
        int at = 0;
        for (; at + LaneBlock.Count <= sum.Length; at += LaneBlock.Count)
        {
            var theta0 = LaneBlock.Load(slice.Pretrained, at);
            var total = LaneBlock.Load(slice[0], at) - theta0;
            for (int model = 1; model < slice.Models; model++)
                total += LaneBlock.Load(slice[model], at) - theta0;
            total.Store(sum, at);
        }
        for (; at < sum.Length; at += Lanes.Count)
        {
            var theta0 = Lanes.Load(slice.Pretrained, at);
            var total = Lanes.Load(slice[0], at) - theta0;
            for (int model = 1; model < slice.Models; model++)
                total += Lanes.Load(slice[model], at) - theta0;
            Lanes.Store(total, sum, at);
        }
    }
}
