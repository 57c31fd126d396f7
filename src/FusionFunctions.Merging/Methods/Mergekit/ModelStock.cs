using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Slices;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>θ = θ₀ + r · (θ̄ − θ₀), r = N·c / (1 + (N − 1)·c), with the average cosine c between the task vectors of a tensor or of its rows.</summary>
public sealed class ModelStock : MergeMethod
{
    private const double SmallestNorms = 1e-6;

    public override MethodDescription Description { get; } = new(
        "mergekit/model_stock",
        "mergekit Model Stock",
        "θ = θ₀ + r · (θ̄ − θ₀) per tensor or row; r comes from the average cosine between the task vectors.",
        "https://arxiv.org/abs/2403.19522",
        NeedsPretrained: true,
        [new("filter_wise", ParameterType.Boolean, false, "Takes each row (along the last dimension) on its own.")]);

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context)
    {
        int models = context.Layout.Pool.Models.Count;
        if (models < 2)
            throw new MergeException($"{Description.Name} takes angles between models and needs at least two besides _pretrained_.");
        if (parameters.Boolean("filter_wise"))
            return PreparedMerge.OfTensors(new RowAnalysis(), static (in slice, _, result) => MergeRows(slice, result));
        var gram = context.ShareTensors("gram", () => new GramAnalysis(models, ofTaskVectors: true));
        return PreparedMerge.OfTensors(gram, static (in slice, study, result) => Merge(slice, study, result));
    }

    private static void MergeRows(in PoolSlice slice, Span<float> result)
    {
        int row = (int)TensorAnalysis.RowOf(slice.Tensor);
        for (int at = 0; at < slice.Length; at += row)
        {
            var part = slice.Part(at, row);
            var study = new GramStudy(slice.Models, ofTaskVectors: true);
            study.Observe(0, part);
            study.Complete(0);
            Merge(part, study, result.Slice(at, row));
        }
    }

    private static void Merge(in PoolSlice slice, GramStudy study, Span<float> result)
    {
        SimpleAverage.Merge(slice, result);
        Methods.ModelStock.Interpolate(slice.Pretrained, (float)Ratio(study), result);
    }

    private static double Ratio(GramStudy study)
    {
        double cosines = 0;
        for (int i = 0; i < study.Models; i++)
            for (int j = i + 1; j < study.Models; j++)
                cosines += Math.Clamp(study[i, j] / Math.Max(study.Norm(i) * study.Norm(j), SmallestNorms), -1, 1);
        double cosine = cosines / (study.Models * (study.Models - 1) / 2);
        double divisor = 1 + ((study.Models - 1) * cosine);
        // Models that cancel out have no direction; mergekit divides by zero there.
        return Math.Abs(divisor) < 1e-9 ? 0 : study.Models * cosine / divisor;
    }
}
