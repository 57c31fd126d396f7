using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>Spherical linear interpolation of each tensor, from the base to another model.</summary>
public sealed class Slerp : MergeMethod
{
    public override MethodDescription Description { get; } = new(
        "mergekit/slerp",
        "mergekit SLERP",
        "θ = sin((1−t)ω)/sin ω · θ₀ + sin(tω)/sin ω · θ₁ per tensor, with the angle ω between the two.",
        "https://en.wikipedia.org/wiki/Slerp",
        NeedsPretrained: false,
        [new("t", ParameterType.Number, 0.5, "0 is the base (or first) model, 1 the other; what lies beyond goes on along the same circle.", -1e6, 1e6) { CoversEveryTensor = true }]);

    public override MergePool Inputs(MergePool pool) => TwoModels.Of(Description.Name, pool);

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context)
    {
        var angle = new SlerpAngle(parameters.Number("t"), DotThreshold: 0.9995, Epsilon: 1e-8);
        var gram = context.ShareTensors("gram", () => new GramAnalysis(2, ofTaskVectors: false));
        return PreparedMerge.OfTensors(gram, (in slice, study, result) => WeightedSum.Merge(slice, angle.Weights(study), result));
    }
}
