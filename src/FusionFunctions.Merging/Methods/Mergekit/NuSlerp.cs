using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>Spherical interpolation between two models, or between their task vectors: of whole tensors, rows or columns.</summary>
public sealed class NuSlerp : MergeMethod
{
    public override MethodDescription Description { get; } = new(
        "mergekit/nuslerp",
        "mergekit NuSLERP",
        "Spherical interpolation between two models' task vectors where the pool has a base, else between the models; t = w₂ / (w₁ + w₂).",
        "https://github.com/arcee-ai/mergekit/blob/main/docs/merge_methods.md#nuslerp-nuslerp",
        NeedsPretrained: false,
        [
            ModelWeights.Description("weight") with { CoversEveryTensor = true },
            new("nuslerp_flatten", ParameterType.Boolean, true, "Takes each tensor as one vector."),
            new("nuslerp_row_wise", ParameterType.Boolean, false, "Without flattening: interpolates along the first dimension instead of the last."),
        ]);

    public override MergePool Inputs(MergePool pool) => pool.Models.Count is 2 or 0
        ? pool
        : throw new MergeException($"{Description.Name} takes two models besides an optional _pretrained_, but the pool has {pool.Models.Count}; leave two.");

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context)
    {
        var weights = parameters.PerModel("weight", 2);
        double t = Math.Abs(weights.Sum()) < 1e-6 ? 0.5 : weights[1] / weights.Sum();
        var analysis = new NuSlerpAnalysis(parameters.Boolean("nuslerp_flatten"), parameters.Boolean("nuslerp_row_wise"), t);
        return PreparedMerge.OfTensors(analysis, Merge);
    }

    private static void Merge(in PoolSlice slice, NuSlerpStudy study, Span<float> result)
    {
        for (int i = 0; i < result.Length; i++)
        {
            float theta0 = slice.Pretrained.IsEmpty ? 0 : slice.Pretrained[i];
            var (first, second) = study.Weights(slice.First + i);
            result[i] = theta0 + ((first * (slice[0][i] - theta0)) + (second * (slice[1][i] - theta0)));
        }
    }
}
