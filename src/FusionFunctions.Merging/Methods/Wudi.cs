using System.Numerics.Tensors;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Matrices;
using FusionFunctions.Merging.Methods.Spectral;
using FusionFunctions.Merging.Parameters;

namespace FusionFunctions.Merging.Methods;

/// <summary>WUDI-Merging: the m that minimises Σᵢ |(m − tᵢ)·tᵢᵀ|² / |tᵢ|², by the published optimisation or in closed form.</summary>
public sealed class Wudi : MergeMethod
{
    private const string Adam = "adam", ClosedForm = "closed_form";

    public override MethodDescription Description { get; } = new(
        "wudi",
        "WUDI-Merging",
        "θ = θ₀ + m for every matrix, where m minimises Σᵢ |(m − tᵢ)·tᵢᵀ|² / |tᵢ|²; other tensors: θ₀ + Σᵢ tᵢ / N.",
        "https://arxiv.org/abs/2503.08099",
        NeedsPretrained: true,
        [
            new("solver", ParameterType.Text, Adam, "adam: so many steps of 1e-5 from Σᵢ tᵢ, as published; closed_form: the minimum itself, of least norm.", Choices: [Adam, ClosedForm]),
            new("iter_num", ParameterType.Integer, 400, "Adam's steps.", 0, 100_000),
            SpectralParameters.ExcludeKeys,
        ]);

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context)
    {
        int models = context.Layout.Pool.Models.Count;
        int? steps = parameters.Text("solver") == Adam ? (int)parameters.Number("iter_num") : null;
        return SpectralParameters.Prepare(
            Description.Name, parameters, context, models + 2, form => new Study(form, models, steps, context.Matrices), lambda: 1, transposable: false);
    }

    private sealed class Study(MatrixForm form, int models, int? steps, MatrixMath matrices) : MatrixStudy(form, models, matrices)
    {
        private readonly ProductSum[] _sums = [.. Enumerable.Range(0, models).Select(_ => matrices.SumOf(form.Side, form.Side))];
        private readonly RightFactor[] _grams = new RightFactor[models];
        private readonly Dense _aim = form.Rows(matrices);
        private AdamDescent? _descent;
        private RightFactor? _inverse;

        protected override int MatrixPasses => 1;

        protected override void ObserveRows(int pass, Dense[] t, int rows)
        {
            for (int model = 0; model < Models; model++)
                _sums[model].Add(t[model], t[model], rows);
        }

        /// <summary>Gᵢ = tᵢᵀtᵢ / |tᵢ|² and C = Σᵢ Gᵢ. A task vector of zeros has nothing to say.</summary>
        public override void Complete(int pass)
        {
            var total = new Dense(Side, Side);
            double noise = 0;
            for (int model = 0; model < Models; model++)
            {
                var gram = _sums[model].Total();
                double square = gram.Trace();
                if (square != 0)
                {
                    TensorPrimitives.Divide(gram.Values, square, gram.Values);
                    noise += NoiseOf(model) * NoiseOf(model) / square;
                }
                TensorPrimitives.Add(total.Values, gram.Values, total.Values);
                _grams[model] = Hold(gram);
            }
            if (steps is null)
                _inverse = Hold(Inverse(Matrices.SpectrumOf(total, Math.Sqrt(noise))));
            else
                _descent = new(Hold(total), _aim.Rows);
        }

        /// <summary>The gradient is 2·(m·C − Σᵢ tᵢ·Gᵢ): every row of m goes its own way.</summary>
        protected override void MergeRows(Dense[] t, int rows, Dense update)
        {
            _grams[0].SetProduct(t[0], _aim);
            for (int model = 1; model < Models; model++)
                _grams[model].AddProduct(t[model], _aim);
            if (_inverse is not null)
            {
                _inverse.SetProduct(_aim, update);
                return;
            }
            Sum(t, update);
            _descent!.Run(update, _aim, steps!.Value);
        }

        /// <summary>Of C, where it has one.</summary>
        private Dense Inverse(Spectrum spectrum) =>
            Matrices.Compose(spectrum, [.. spectrum.Inverse.Select(inverse => inverse * inverse)]);
    }
}
