using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods;

/// <summary>θ = θ̄ + α · (θ̄ − θ₀): from the base through the models' average and beyond.</summary>
public sealed class ExPO : MergeMethod
{
    public override MethodDescription Description { get; } = new(
        "expo",
        "ExPO",
        "θ = θ̄ + α · (θ̄ − θ₀), with the models' average θ̄.",
        "https://arxiv.org/abs/2404.16792",
        NeedsPretrained: true,
        [new("extrapolation_factor", ParameterType.Number, 0.1, "α: how far beyond the models; −1 gives back the base.", -1e6, 1e6)]);

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context)
    {
        float alpha = (float)parameters.Number("extrapolation_factor");
        return new((in slice, result) => Merge(slice, alpha, result));
    }

    private static void Merge(in PoolSlice slice, float alpha, Span<float> result)
    {
        SimpleAverage.Merge(slice, result);
        for (int at = 0; at < result.Length; at += Lanes.Count)
        {
            var average = Lanes.Load(result, at);
            Lanes.Store(average + (alpha * (average - Lanes.Load(slice.Pretrained, at))), result, at);
        }
    }
}
