using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Slices;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Methods;

/// <summary>θ = θ₀ + r · (θ̄ − θ₀) per tensor; r = N·cos ω / ((N − 1)·cos ω + 1), with the average angle ω between the task vectors.</summary>
public sealed class ModelStock : MergeMethod
{
    private const double Epsilon = 1e-8;

    public override MethodDescription Description { get; } = new(
        "model_stock",
        "Model Stock",
        "θ = θ₀ + r · (θ̄ − θ₀) per tensor; r comes from the average angle between the task vectors.",
        "https://arxiv.org/abs/2403.19522",
        NeedsPretrained: true,
        [new("ignore_keys", ParameterType.TextList, new JsonArray(), "State-dict keys, * for any characters, of tensors that are simply averaged.")]);

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context)
    {
        var layout = context.Layout;
        if (layout.Pool.Models.Count < 2)
            throw new MergeException($"{Description.Name} takes angles between models and needs at least two besides _pretrained_.");
        var ignored = layout.TensorsOfKeys(Description.Name, "ignore_keys", parameters.TextList("ignore_keys"));
        var gram = context.ShareTensors("gram", () => new GramAnalysis(layout.Pool.Models.Count, ofTaskVectors: true));
        return PreparedMerge.OfTensors(gram, (in slice, study, result) =>
        {
            SimpleAverage.Merge(slice, result);
            if (!ignored.Contains(slice.Tensor.Name))
                Interpolate(slice.Pretrained, (float)Ratio(study), result);
        });
    }

    /// <summary>r. Without a direction of its own (a task vector of zeros) a pair counts as a right angle.</summary>
    internal static double Ratio(GramStudy study)
    {
        double angles = 0;
        for (int i = 0; i < study.Models; i++)
            for (int j = i + 1; j < study.Models; j++)
                angles += Math.Acos(Math.Clamp(study[i, j] / (Math.Sqrt(study[i, i] * study[j, j]) + Epsilon), -1, 1));
        double cosine = Math.Cos(angles / (study.Models * (study.Models - 1) / 2));
        return study.Models * cosine / (((study.Models - 1) * cosine) + 1 + Epsilon);
    }

    /// <summary>From the base towards what stands in the result.</summary>
    internal static void Interpolate(ReadOnlySpan<float> pretrained, float ratio, Span<float> result)
    {
        for (int at = 0; at < result.Length; at += Lanes.Count)
        {
            var theta0 = Lanes.Load(pretrained, at);
            Lanes.Store(theta0 + (ratio * (Lanes.Load(result, at) - theta0)), result, at);
        }
    }
}
