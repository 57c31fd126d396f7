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
        int at = 0;
        for (; at + LaneBlock.Count <= result.Length; at += LaneBlock.Count)
        {
            var sum = LaneBlock.Load(slice[0], at);
            for (int model = 1; model < slice.Models; model++)
                sum += LaneBlock.Load(slice[model], at);
            (sum / slice.Models).Store(result, at);
        }
        for (; at < result.Length; at += Lanes.Count)
        {
            var sum = Lanes.Load(slice[0], at);
            for (int model = 1; model < slice.Models; model++)
                sum += Lanes.Load(slice[model], at);
            Lanes.Store(sum / slice.Models, result, at);
        }
    }
}
