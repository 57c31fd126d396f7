using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Methods.Ties;
using FusionFunctions.Merging.Parameters;

namespace FusionFunctions.Merging.Methods;

/// <summary>θ = θ₀ + λ · merge(elect(trim(θᵢ − θ₀))): keep the largest entries, elect a sign per entry, merge those that agree.</summary>
public sealed class TiesMerging : MergeMethod
{
    public override MethodDescription Description { get; } = new(
        "ties_merging",
        "Ties-Merging",
        "θ = θ₀ + λ · m; m merges, per element, those trimmed task vector entries that have the elected sign.",
        "https://arxiv.org/abs/2306.01708",
        NeedsPretrained: true,
        [ScalingFactor.Description, .. TiesFormula.Parameters]);

    public override bool LeavesTensorsOut => true;

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context) =>
        TiesFormula.Prepare(Description.Name, parameters, context, drop: null);
}
