using System.Numerics;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>The mean of the task vectors' entries over the models that change the element at all: an update that is a model's own stays whole.</summary>
public sealed class Ram : MergeMethod
{
    internal const string Source = "https://arxiv.org/abs/2601.13572";

    public override MethodDescription Description { get; } = new(
        "mergekit/ram",
        "mergekit RAM",
        "θ = θ₀ + Σ tᵢ / n per element over the n models with |tᵢ| > ε.",
        Source,
        NeedsPretrained: true,
        [Epsilon]);

    internal static ParameterDescription Epsilon { get; } =
        new("epsilon", ParameterType.Number, 1e-5, "ε: entries of a task vector up to it count as unchanged.", 0, 1e6);

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context)
    {
        var epsilon = new Vector<float>((float)parameters.Number("epsilon"));
        return new((in slice, result) => Merge(slice, epsilon, result)) { ShowsNonFinite = true };
    }

    /// <summary>1 where an entry is a change, else 0. To be multiplied by: a NaN shows in the result.</summary>
    internal static Vector<float> Changes(Vector<float> entries, Vector<float> epsilon) =>
        Vector.ConditionalSelect(Vector.GreaterThan(Vector.Abs(entries), epsilon), Vector<float>.One, Vector<float>.Zero);

    private static void Merge(in PoolSlice slice, Vector<float> epsilon, Span<float> result)
    {
        var vectors = new TaskVectors(slice);
        for (int at = 0; at < result.Length; at += Lanes.Count)
        {
            Vector<float> sum = Vector<float>.Zero, count = Vector<float>.Zero;
            for (int model = 0; model < vectors.Models; model++)
            {
                var changes = Changes(vectors[model, at], epsilon);
                sum += vectors[model, at] * changes;
                count += changes;
            }
            Lanes.Store(vectors.Pretrained(at) + (sum / Vector.Max(count, Vector<float>.One)), result, at);
        }
    }
}
