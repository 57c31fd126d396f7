using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Methods.Dare;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>θ₀ + λ · merge(elect(trim(tᵢ))), the tᵢ as they are or after a random drop.</summary>
internal static class TiesFormula
{
    public static IReadOnlyList<ParameterDescription> Parameters { get; } =
    [
        new("threshold", ParameterType.Number, 20, "Percentage of each task vector that is kept; up to 1 it is a fraction.", 0, 100),
        new("merge_func", ParameterType.Text, "sum", "How agreeing entries are merged.", Choices: ["sum", "mean", "max"]),
        new("remove_keys", ParameterType.TextList, new JsonArray(), "State-dict keys, * for any characters, that stay out of the vector; their tensors stay as in the base."),
        new("trim_scope", ParameterType.Text, TrimScope.StateDict, "The vector that is trimmed and votes on the majority sign.", Choices: TrimScope.All),
    ];

    public static PreparedMerge Prepare(string method, MethodParameters parameters, PreparationContext context, RandomDrop? drop)
    {
        float lambda = ScalingFactor.Of(parameters);
        double threshold = parameters.Number("threshold");
        string scope = parameters.Text("trim_scope");
        var removed = RemovedKeys(method, parameters.TextList("remove_keys"), context);
        var merge = DisjointMerges.Named(parameters.Text("merge_func"));
        string key = $"ties {scope} {threshold:R} {drop?.Text} {string.Join('\n', removed)}";
        if (scope == TrimScope.PerTensor)
        {
            var tensors = context.ShareTensors(key, () => new TiesTensorAnalysis(context.Layout, removed, threshold, drop));
            return PreparedMerge.OfTensors(tensors, (in slice, study, result) =>
            {
                merge(slice, study.Analysis, result);
                Scale(slice, lambda, study.Analysis, result, result);
            }).Keeping(IsKept);
        }
        var analysis = context.Share(
            key, () => new TiesAnalysis(scope, TaskVectorScope.Of(scope, context.Layout, removed), context.Layout.Pool.Models.Count, threshold, drop));
        var vector = context.ShareVector($"{key} {parameters.Text("merge_func")}", (in slice, merged) => merge(slice, analysis, merged));
        return new PreparedMerge(vector, (in slice, merged, result) => Scale(slice, lambda, analysis, merged, result), analysis).Keeping(IsKept);

        bool IsKept(TensorInfo tensor) => lambda == 0 || !context.Layout.Keys[tensor.Name].Except(removed, StringComparer.Ordinal).Any();
    }

    private static List<string> RemovedKeys(string method, IReadOnlyList<string> named, PreparationContext context) =>
    [
        .. context.Layout.KeysLike(method, "remove_keys", named)
            .Concat(context.LeftOut.SelectMany(name => context.Layout.Keys[name])).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    private static void Scale(in PoolSlice slice, float lambda, TiesAnalysis analysis, ReadOnlySpan<float> merged, Span<float> result) =>
        ScalingFactor.Apply(analysis.Scope.Weight(slice.Tensor) == 0 ? 0 : lambda, slice.Pretrained, merged, result);
}
