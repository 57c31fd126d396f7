using System.Numerics;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>θ = w·θ₁ + (1 − w)·θ₀ with w = t / |θ₀ − θ₁|, at most 1: elements that are close are swapped.</summary>
public sealed class NearSwap : MergeMethod
{
    private const float SmallestDifference = 1e-6f;

    public override MethodDescription Description { get; } = new(
        "mergekit/nearswap",
        "mergekit NearSwap",
        "θ = w·θ₁ + (1 − w)·θ₀ with w = min(1, t / |θ₀ − θ₁|).",
        "https://huggingface.co/alchemonaut/QuartetAnemoi-70B-t0.0001",
        NeedsPretrained: true,
        [new("t", ParameterType.Number, 0.0001, "Differences up to t take the other model's element.", 0, 1e6) { CoversEveryTensor = true }]);

    public override MergePool Inputs(MergePool pool) => OneModel.Of(Description.Name, pool);

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context)
    {
        float t = (float)parameters.Number("t");
        return new((in slice, result) => Merge(slice, t, result));
    }

    private static void Merge(in PoolSlice slice, float t, Span<float> result)
    {
        for (int at = 0; at < result.Length; at += Lanes.Count)
        {
            Vector<float> theta0 = Lanes.Load(slice.Pretrained, at), theta1 = Lanes.Load(slice[0], at);
            var difference = Vector.Max(Vector.Abs(theta0 - theta1), new Vector<float>(SmallestDifference));
            var weight = Vector.Min(new Vector<float>(t) / difference, Vector<float>.One);
            Lanes.Store((weight * theta1) + ((Vector<float>.One - weight) * theta0), result, at);
        }
    }
}
