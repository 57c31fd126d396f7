using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>
/// Barycentre on the sphere: the weighted mean of the unit tensors gives the direction, the weighted mean of the norms the length.
/// (mergekit goes on into the tangent space at that direction, where the weighted mean is always zero.)
/// </summary>
public sealed class MultiSlerp : MergeMethod
{
    public override MethodDescription Description { get; } = new(
        "mergekit/multislerp",
        "mergekit Multi-SLERP",
        "Per tensor, the direction of Σᵢ wᵢ·vᵢ/|vᵢ| with the length Σᵢ wᵢ·|vᵢ|; v are task vectors where the pool has a base, else the models.",
        "https://goddard.blog/posts/multislerp-wow-what-a-cool-idea",
        NeedsPretrained: false,
        [
            ModelWeights.Description("weight") with { CoversEveryTensor = true },
            new("normalize_weights", ParameterType.Boolean, true, "Divides the weights by their sum."),
            new("eps", ParameterType.Number, 1e-8, "Keeps small norms from dividing by zero.", 0, 1),
        ]);

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context)
    {
        var pool = context.Layout.Pool;
        var weights = parameters.PerModel("weight", pool.Models.Count);
        if (parameters.Boolean("normalize_weights"))
            weights = ModelWeights.Normalized(Description.Name, weights);
        double epsilon = parameters.Number("eps");
        var gram = context.ShareTensors("gram", () => new GramAnalysis(pool.Models.Count, ofTaskVectors: pool.Pretrained is not null));
        return PreparedMerge.OfTensors(gram, (in slice, study, result) =>
            WeightedTaskVectors.Merge(slice, Weights(study, weights, epsilon, slice.Tensor.Name), result));
    }

    private static float[] Weights(GramStudy study, IReadOnlyList<double> weights, double epsilon, string tensor)
    {
        double[] norms = [.. weights.Select((_, i) => study.Norm(i))];
        if (norms is [_])
            return [1];
        // As where no adapter touches the tensor.
        if (norms.All(norm => norm <= epsilon))
            return [.. weights.Select(weight => (float)weight)];
        double[] unit = [.. weights.Select((weight, i) => weight / (norms[i] + epsilon))];
        double mean = study.NormOf(unit);
        double length = weights.Zip(norms, (weight, norm) => weight * norm).Sum();
        // Inner products leave that much of a mean that cancels out.
        double smallest = Math.Max(epsilon, 1e-7 * weights.Sum(Math.Abs));
        return mean >= smallest || double.IsNaN(mean) ? [.. unit.Select(weight => (float)(weight * length / mean))]
            : norms.Length == 2 ? [.. weights.Select(weight => (float)weight)]
            : throw new MergeException(
                $"mergekit/multislerp: the models cancel out in tensor '{tensor}', so the merge has no direction there; take other weights.");
    }
}
