using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Methods;

/// <summary>Spherical linear interpolation of each tensor between two models.</summary>
public sealed class Slerp : MergeMethod
{
    public override MethodDescription Description { get; } = new(
        "slerp",
        "SLERP",
        "θ = sin((1−t)ω)/sin ω · θ₁ + sin(tω)/sin ω · θ₂ per tensor, with the angle ω between the two models' tensors.",
        "https://en.wikipedia.org/wiki/Slerp",
        NeedsPretrained: false,
        [
            new("t", ParameterType.Number, 0.5, "0 is the first model, 1 the second.", 0, 1),
            new("DOT_THRESHOLD", ParameterType.Number, 0.9995, "Tensors whose cosine reaches it in magnitude are interpolated linearly.", 0, 1),
            new("epsilon", ParameterType.Number, 1e-8, "A tensor whose norm is not above it is not normalized.", 0, 1),
        ]);

    public override MergePool Inputs(MergePool pool) => TwoModels.Of(Description.Name, pool);

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context)
    {
        var angle = new SlerpAngle(parameters.Number("t"), parameters.Number("DOT_THRESHOLD"), parameters.Number("epsilon"));
        var gram = context.ShareTensors("gram", () => new GramAnalysis(2, ofTaskVectors: false));
        return PreparedMerge.OfTensors(gram, (in slice, study, result) => WeightedSum.Merge(slice, angle.Weights(study), result));
    }
}
