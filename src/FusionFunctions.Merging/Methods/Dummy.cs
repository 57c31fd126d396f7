using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Merging.Methods;

/// <summary>θ = θ₀, or θ₁ where the pool has no base.</summary>
public sealed class Dummy : MergeMethod
{
    public override MethodDescription Description { get; } = new(
        "dummy",
        "Dummy",
        "Copies the pretrained model, or the first model where the pool has none.",
        "https://github.com/tanganke/fusion_bench",
        NeedsPretrained: false,
        [])
    {
        NeedsFineTuned = false,
    };

    public override MergePool Inputs(MergePool pool) =>
        new(null, pool.Pretrained is { } pretrained ? [pretrained] : [.. pool.Models.Take(1)]);

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context) => PreparedMerge.Base;
}
