using System.Numerics.Tensors;
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
        return new(context.ShareVector("sum", Sum, showsNonFinite: true), (in slice, vector, result) => ScalingFactor.Apply(lambda, slice.Pretrained, vector, result));
    }

    private static void Sum(in PoolSlice slice, Span<float> sum)
    {
        if (slice.IsUnchanged)
        {
            sum.Clear();
            return;
        }
        Span<float> entries = stackalloc float[PoolSlice.PartElements];
        for (int at = 0; at < slice.Length; at += PoolSlice.PartElements)
        {
            var part = slice.PartAt(at);
            var total = sum.Slice(at, part.Length);
            TaskVectors.Subtract(part, 0, total);
            for (int model = 1; model < part.Models; model++)
            {
                TaskVectors.Subtract(part, model, entries);
                TensorPrimitives.Add(total, entries[..part.Length], total);
            }
        }
    }
}
