using System.Numerics.Tensors;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods;

/// <summary>θ = (θ₁ + θ₂ + … + θ_N) / N, summed in pool order and divided once.</summary>
public sealed class SimpleAverage : MergeMethod
{
    public override MethodDescription Description { get; } = new(
        "simple_average",
        "Simple Average",
        "θ = (θ₁ + … + θ_N) / N; the pretrained model takes no part.",
        "https://arxiv.org/abs/2203.05482",
        NeedsPretrained: false,
        []);

    public override MergePool Inputs(MergePool pool) => pool with { Pretrained = null };

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context) => new(Merge) { ShowsNonFinite = true };

    internal static void Merge(in PoolSlice slice, Span<float> result)
    {
        for (int at = 0; at < result.Length; at += PoolSlice.PartElements)
        {
            var part = slice.PartAt(at);
            var sum = result.Slice(at, part.Length);
            part[0].CopyTo(sum);
            for (int model = 1; model < part.Models; model++)
                TensorPrimitives.Add(sum, part[model], sum);
            TensorPrimitives.Divide(sum, part.Models, sum);
        }
    }
}
