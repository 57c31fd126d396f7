using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Matrices;
using FusionFunctions.Merging.Methods.Spectral;
using FusionFunctions.Merging.Parameters;

namespace FusionFunctions.Merging.Methods;

/// <summary>Task singular vectors: the strongest singular directions of every task, stacked and made orthogonal to each other.</summary>
public sealed class TsvM : MergeMethod
{
    public override MethodDescription Description { get; } = new(
        "tsv_m",
        "TSV-M",
        "θ = θ₀ + U'·S·V'ᵀ for every matrix; U, S, V stack the first ⌊r/N⌋ singular triplets of each tᵢ, U' and V' are the nearest orthonormal matrices.",
        "https://arxiv.org/abs/2412.00081",
        NeedsPretrained: true,
        [
            ModelWeights.Description("alpha") with { Summary = "A single number scales the result; one number for each model scales its task vector beforehand." },
            SpectralParameters.ExcludeKeys,
        ]);

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context)
    {
        int models = context.Layout.Pool.Models.Count;
        var alpha = parameters.PerModel("alpha", models);
        // As many equal numbers do the same as a single one: singular values scale with the matrix.
        bool single = alpha.Distinct().Count() == 1;
        float[] factors = single ? [.. alpha.Select(_ => 1f)] : ModelWeights.Factors(Description.Name, alpha);
        return SpectralParameters.Prepare(
            Description.Name, parameters, context, models + 3, form => new Study(form, factors, context.Matrices), single ? (float)alpha[0] : 1);
    }

    private sealed class Study(MatrixForm form, float[] factors, MatrixMath matrices) : MatrixStudy(form, factors.Length, matrices)
    {
        private readonly int _kept = (int)(form.Side * (1.0 / factors.Length));
        private readonly ProductSum[] _grams = [.. factors.Select(_ => matrices.SumOf(form.Side, form.Side))];
        private readonly RightFactor[] _left = new RightFactor[factors.Length];
        private Dense _right = new(0, 0);
        private ProductSum? _stackGram;
        private RightFactor? _mix;
        private double[] _values = [];

        protected override int MatrixPasses => 2;

        protected override void ObserveRows(int pass, Dense[] t, int rows)
        {
            if (pass == 0)
                for (int model = 0; model < Models; model++)
                    _grams[model].Add(t[model], t[model], rows);
            else if (Stack(t) is var stack)
                _stackGram!.Add(stack, stack, rows);
        }

        public override void Complete(int pass)
        {
            if (pass == 0)
                Decompose();
            else
                _mix = Hold(Matrices.Product(Matrices.InverseRoot(_stackGram!.Total()).ScaleColumns(_values), _right));
        }

        protected override void MergeRows(Dense[] t, int rows, Dense update) => _mix!.SetProduct(Stack(t), update);

        protected override void MergeOther(in Slices.PoolSlice slice, float lambda, Span<float> result)
        {
            float[] weights = [.. factors.Select(factor => lambda * factor / factors.Length)];
            WeightedTaskVectors.Merge(slice, weights, result);
        }

        private void Decompose()
        {
            List<double> values = [];
            var vectors = new Dense[Models];
            for (int model = 0; model < Models; model++)
            {
                // One after the other: little of a spectrum is kept.
                var spectrum = Matrices.SpectrumOf(_grams[model].Total(), NoiseOf(model));
                // A task vector that is scaled to nothing has no directions.
                vectors[model] = factors[model] == 0 ? new(Side, _kept) : spectrum.Vectors.Left(_kept);
                _left[model] = Hold(vectors[model].ScaleColumns(spectrum.Inverse));
                values.AddRange(spectrum.Values.Take(_kept).Select(value => value * factors[model]));
            }
            _values = [.. values];
            var right = Dense.Join(vectors);
            _right = Matrices.Product(right, Matrices.InverseRoot(Matrices.TransposeProduct(right, right))).Transpose();
            _stackGram = Matrices.SumOf(_values.Length, _values.Length);
        }

        /// <summary>Rows of the stacked U: tᵢ·Vᵢ·Sᵢ⁻¹ side by side.</summary>
        private Dense Stack(Dense[] t) => Dense.Join([.. t.Select((rows, model) => _left[model].Product(rows))]);
    }
}
