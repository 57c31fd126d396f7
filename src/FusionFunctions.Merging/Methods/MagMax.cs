using System.Numerics;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods;

/// <summary>θ = θ₀ + λ · m; m takes, per element, the task vector entry of the largest magnitude, and the later one of equals.</summary>
public sealed class MagMax : MergeMethod
{
    public override MethodDescription Description { get; } = new(
        "magmax",
        "MagMax",
        "θ = θ₀ + λ · m; m has, per element, the entry of the largest magnitude.",
        "https://arxiv.org/abs/2407.06322",
        NeedsPretrained: true,
        [ScalingFactor.Description with { Default = 0.5 }]);

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context)
    {
        float lambda = ScalingFactor.Of(parameters);
        return lambda == 0 ? PreparedMerge.Base : new PreparedMerge((in slice, result) => Merge(slice, lambda, result)).Keeping(IsKept);
    }

    // As in the paper's code, tensors of integers stay as in the base.
    private static bool IsKept(TensorInfo tensor) => !tensor.DType.IsFloat();

    private static void Merge(in PoolSlice slice, float lambda, Span<float> result)
    {
        if (IsKept(slice.Tensor))
        {
            slice.Pretrained.CopyTo(result);
            return;
        }
        for (int at = 0; at < result.Length; at += Lanes.Count)
        {
            var theta0 = Lanes.Load(slice.Pretrained, at);
            var largest = Lanes.Load(slice[0], at) - theta0;
            for (int model = 1; model < slice.Models; model++)
            {
                var entries = Lanes.Load(slice[model], at) - theta0;
                largest = Vector.ConditionalSelect(Vector.GreaterThanOrEqual(Vector.Abs(entries), Vector.Abs(largest)), entries, largest);
            }
            Lanes.Store(theta0 + (lambda * largest), result, at);
        }
    }
}
