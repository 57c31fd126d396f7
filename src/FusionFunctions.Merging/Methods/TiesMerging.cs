using System.Text.Json.Nodes;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Methods.Ties;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Slices;

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
        [
            ScalingFactor.Description,
            new("threshold", ParameterType.Number, 20, "Percentage of each task vector that is kept; up to 1 it is a fraction.", 0, 100),
            new("merge_func", ParameterType.Text, "sum", "How agreeing entries are merged.", Choices: ["sum", "mean", "max"]),
            new("remove_keys", ParameterType.TextList, new JsonArray(), "State-dict keys that stay out of the vector; their tensors stay as in the base."),
        ]);

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context)
    {
        float lambda = ScalingFactor.Of(parameters);
        double threshold = parameters.Number("threshold");
        var removed = parameters.TextList("remove_keys").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var merge = DisjointMerge.Named(parameters.Text("merge_func"));
        var analysis = context.Share(
            $"ties {threshold:R} {string.Join('\n', removed)}",
            () => new TiesAnalysis(TaskVectorScope.StateDict(context.Layout, removed), context.Layout.Pool.Models.Count, threshold));
        return new((in slice, result) => Merge(slice, lambda, analysis, merge, result), analysis);
    }

    private static void Merge(in PoolSlice slice, float lambda, TiesAnalysis analysis, DisjointFunction merge, Span<float> result)
    {
        if (lambda == 0 || analysis.Scope.Weight(slice.Tensor) == 0)
        {
            slice.Pretrained.CopyTo(result);
            return;
        }
        for (int at = 0; at < result.Length; at += Lanes.Count)
        {
            var trimmed = new TrimmedLanes(slice, at, analysis.Thresholds);
            var sign = SignElection.Elect(trimmed, analysis.MajoritySign);
            Lanes.Store(Lanes.Load(slice.Pretrained, at) + (lambda * merge(trimmed, sign)), result, at);
        }
    }
}
