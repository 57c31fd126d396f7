using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Methods.Dare;
using FusionFunctions.Merging.Methods.Ties;
using FusionFunctions.Merging.Parameters;

namespace FusionFunctions.Merging.Methods;

/// <summary>TIES of task vectors from which entries were dropped at random.</summary>
public sealed class DareTiesMerging : MergeMethod
{
    public override MethodDescription Description { get; } = new(
        "dare_ties_merging",
        "DARE Ties-Merging",
        "θ = θ₀ + λ · merge(elect(trim(drop(tᵢ)))): DARE's drop before TIES.",
        "https://arxiv.org/abs/2311.03099",
        NeedsPretrained: true,
        [ScalingFactor.Description with { Default = 0.5 }, .. TiesFormula.Parameters, .. RandomDrop.Parameters]);

    public override bool LeavesTensorsOut => true;

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context) =>
        TiesFormula.Prepare(Description.Name, parameters, context, new RandomDrop(parameters, context.Layout));
}
