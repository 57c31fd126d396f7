using FusionFunctions.Experiments.Catalog;
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
            Description.Name, parameters, context, models + 2, form => new Study(form, models, steps), lambda: 1, transposable: false);
    }

    private sealed class Study(MatrixForm form, int models, int? steps) : MatrixStudy(form, models)
    {
        private readonly Dense[] _grams = [.. Enumerable.Range(0, models).Select(_ => new Dense(form.Side, form.Side))];
        private readonly Dense _total = new(form.Side, form.Side);
        private Dense? _inverse;

        protected override int MatrixPasses => 1;

        protected override void ObserveRows(int pass, Dense[] t, int rows)
        {
            for (int model = 0; model < Models; model++)
                _grams[model].AddTransposeProduct(t[model], t[model], rows);
        }

        /// <summary>Gᵢ = tᵢᵀtᵢ / |tᵢ|² and C = Σᵢ Gᵢ. A task vector of zeros has nothing to say.</summary>
        public override void Complete(int pass)
        {
            foreach (var gram in _grams)
            {
                double square = Enumerable.Range(0, Side).Sum(i => gram[i, i]);
                if (square != 0)
                    System.Numerics.Tensors.TensorPrimitives.Divide(gram.Values, square, gram.Values);
                System.Numerics.Tensors.TensorPrimitives.Add(_total.Values, gram.Values, _total.Values);
            }
            if (steps is not null)
                return;
            var spectrum = Spectrum.Of(_total);
            _inverse = Dense.Product(spectrum.Vectors.ScaleColumns([.. spectrum.Inverse.Select(inverse => inverse * inverse)]), spectrum.Vectors.Transpose());
        }

        /// <summary>The gradient is 2·(m·C − Σᵢ tᵢ·Gᵢ): every row of m goes its own way.</summary>
        protected override void MergeRows(Dense[] t, int rows, Dense update)
        {
            var aim = new Dense(update.Rows, Side);
            for (int model = 0; model < Models; model++)
                aim.AddProduct(t[model], _grams[model]);
            if (_inverse is not null)
            {
                update.SetProduct(aim, _inverse);
                return;
            }
            Sum(t, update);
            AdamDescent.Run(update, aim, _total, steps!.Value);
        }
    }
}
