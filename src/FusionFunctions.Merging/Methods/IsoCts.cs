using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Methods.Spectral;
using FusionFunctions.Merging.Parameters;

namespace FusionFunctions.Merging.Methods;

/// <summary>Isotropic merging in common and task-specific subspaces.</summary>
public sealed class IsoCts : MergeMethod
{
    public override MethodDescription Description { get; } = new(
        "iso_cts",
        "Iso-CTS",
        "θ = θ₀ + λ · s̄·U'·V'ᵀ for every matrix; U and V stack the common directions of Σᵢ tᵢ and each task's strongest directions outside them.",
        "https://arxiv.org/abs/2502.04959",
        NeedsPretrained: true,
        [
            ScalingFactor.Description with { Default = 1 },
            new("common_space_fraction", ParameterType.Number, 0.8, "Fraction of the singular directions that is common to all tasks.", 0, 1),
            SpectralParameters.ExcludeKeys,
        ]);

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context)
    {
        int models = context.Layout.Pool.Models.Count;
        double fraction = parameters.Number("common_space_fraction");
        return SpectralParameters.Prepare(
            Description.Name, parameters, context, (3 * models) + 4, form => new IsoCtsStudy(form, models, fraction, context.Matrices), ScalingFactor.Of(parameters));
    }
}
