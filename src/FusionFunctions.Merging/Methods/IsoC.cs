using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Matrices;
using FusionFunctions.Merging.Methods.Spectral;
using FusionFunctions.Merging.Parameters;

namespace FusionFunctions.Merging.Methods;

/// <summary>Isotropic merging: the sum of the task vectors with all its singular values made equal to their mean.</summary>
public sealed class IsoC : MergeMethod
{
    public override MethodDescription Description { get; } = new(
        "iso_c",
        "Iso-C",
        "θ = θ₀ + λ · mean(S)·U·Vᵀ for every matrix, with Σᵢ tᵢ = U·S·Vᵀ; other tensors: θ₀ + λ · Σᵢ tᵢ / N.",
        "https://arxiv.org/abs/2502.04959",
        NeedsPretrained: true,
        [ScalingFactor.Description with { Default = 1 }, SpectralParameters.ExcludeKeys]);

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context)
    {
        int models = context.Layout.Pool.Models.Count;
        return SpectralParameters.Prepare(Description.Name, parameters, context, 1, form => new Study(form, models, context.Matrices), ScalingFactor.Of(parameters));
    }

    private sealed class Study(MatrixForm form, int models, MatrixMath matrices) : MatrixStudy(form, models, matrices)
    {
        private readonly Dense _sum = form.Rows(matrices);
        private readonly ProductSum _gram = matrices.SumOf(form.Side, form.Side);
        private RightFactor? _flatten;

        protected override int MatrixPasses => 1;

        protected override void ObserveRows(int pass, Dense[] t, int rows)
        {
            Sum(t, _sum);
            _gram.Add(_sum, _sum, rows);
        }

        /// <summary>U·Vᵀ = D·V·S⁻¹·Vᵀ.</summary>
        public override void Complete(int pass)
        {
            var spectrum = Matrices.SpectrumOf(_gram.Total(), NoiseOfSum);
            double mean = spectrum.Values.Average();
            _flatten = Hold(Matrices.Compose(spectrum, [.. spectrum.Inverse.Select(inverse => mean * inverse)]));
        }

        protected override void MergeRows(Dense[] t, int rows, Dense update)
        {
            Sum(t, _sum);
            _flatten!.SetProduct(_sum, update);
        }
    }
}
