using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>Select entries whose task vectors vary most, calculate a weight for each model from what is left, erase entries against the majority.</summary>
public sealed class Sce : MergeMethod
{
    public override MethodDescription Description { get; } = new(
        "mergekit/sce",
        "mergekit SCE",
        "θ = θ₀ + Σ wᵢ·tᵢ / Σ wᵢ per element over the models that have the sign of the sum; wᵢ is the mean square of the selected entries, "
        + "or the same for all models where these add up to less than 1e-6, as those of most fine-tuned models do.",
        "https://arxiv.org/abs/2408.07990",
        NeedsPretrained: true,
        [new("select_topk", ParameterType.Number, 1, "Fraction of each tensor's varying elements that is selected, those of the largest variance.", 0, 1)]);

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context)
    {
        var analysis = new SceAnalysis(context.Layout.Pool.Models.Count, parameters.Number("select_topk"));
        return PreparedMerge.OfTensors(analysis, static (in slice, study, result) => study.Merge(slice, result));
    }
}
