using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>RAM, where a model's own updates are enlarged by how much of the tensor it shares with others: what is averaged away there is made up for.</summary>
public sealed class RamPlus : MergeMethod
{
    public override MethodDescription Description { get; } = new(
        "mergekit/ramplus_tl",
        "mergekit RAM+ (tensor-local)",
        "As mergekit/ram, but times 1 + r·min(ρᵢ, α) where model i alone changes an element; ρᵢ is, by tensor, how many it changes with others by how many alone.",
        Ram.Source,
        NeedsPretrained: true,
        [
            new("r", ParameterType.Number, 0.1, "How much a model's own updates are enlarged.", -1e6, 1e6),
            new("alpha", ParameterType.Number, 0.2, "α: the most that ρ counts for.", 0, 1e6),
            Ram.Epsilon,
        ]);

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context)
    {
        double r = parameters.Number("r"), alpha = parameters.Number("alpha"), epsilon = parameters.Number("epsilon");
        var changes = context.ShareTensors($"ram {epsilon:R}", () => new RamAnalysis(context.Layout.Pool.Models.Count, epsilon));
        return PreparedMerge.OfTensors(changes, (in slice, study, result) => study.Merge(slice, Factors(study), result));

        float[] Factors(RamStudy study) => [.. study.Own.Zip(study.Shared, (own, shared) => Factor(own, shared))];

        // Of the model's own changes; where it has none it counts for nothing.
        float Factor(long own, long shared) => own == 0 ? 1 : (float)(1 + (r * Math.Min(shared / Math.Max(own, epsilon), alpha)));
    }
}
