using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>Takes from the other model the elements whose importance |θ₁ − θ₀| · KL(row) is far above the median.</summary>
public sealed class ArceeFusion : MergeMethod
{
    public override MethodDescription Description { get; } = new(
        "mergekit/arcee_fusion",
        "mergekit Arcee Fusion",
        "θ₁ where |θ₁ − θ₀| · KL(softmax θ₁ ‖ softmax θ₀), by row, reaches median + 1.5 · interquartile range of the tensor, else θ₀.",
        "https://github.com/arcee-ai/mergekit/blob/main/docs/merge_methods.md#arcee-fusion-arcee_fusion",
        NeedsPretrained: true,
        []);

    public override MergePool Inputs(MergePool pool) => OneModel.Of(Description.Name, pool);

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context) =>
        PreparedMerge.OfTensors(new FusionAnalysis(), Merge);

    private static void Merge(in PoolSlice slice, FusionStudy study, Span<float> result)
    {
        int row = study.Row;
        Span<float> importance = new float[row];
        for (int at = 0; at < slice.Length; at += row)
        {
            var part = slice.Part(at, row);
            study.Importance(part, importance);
            for (int i = 0; i < row; i++)
                result[at + i] = part.Pretrained[i] + ((part[0][i] - part.Pretrained[i]) * (importance[i] >= study.Threshold ? 1 : 0));
        }
    }
}
