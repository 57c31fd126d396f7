using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Pools;
using System.Numerics.Tensors;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>θ = s · θ₁.</summary>
public sealed class Passthrough : MergeMethod
{
    public override MethodDescription Description { get; } = new(
        "mergekit/passthrough",
        "mergekit Passthrough",
        "θ = s · θ₁, the pool's only model besides the pretrained one.",
        "https://github.com/arcee-ai/mergekit/blob/main/docs/merge_methods.md#passthrough-passthrough",
        NeedsPretrained: false,
        [new("scale", ParameterType.Number, 1, "s: every element is multiplied by it.", -1e6, 1e6)]);

    public override MergePool Inputs(MergePool pool) => OneModel.Of(Description.Name, pool with { Pretrained = null });

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context)
    {
        float scale = (float)parameters.Number("scale");
        return scale == 1 ? PreparedMerge.Base : new((in slice, result) => TensorPrimitives.Multiply(slice[0], scale, result));
    }
}
