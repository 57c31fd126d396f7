using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Matrices;
using FusionFunctions.Merging.Methods.Spectral;
using FusionFunctions.Merging.Parameters;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Methods;

/// <summary>Singular value calibration: another method's update, each of its singular values scaled back where the tasks overcount it.</summary>
public sealed class Svc : MergeMethod
{
    public override MethodDescription Description { get; } = new(
        "svc",
        "Singular Value Calibration",
        "θ = θ₀ + Σᵣ γᵣ·σᵣ·uᵣ·vᵣᵀ for every matrix of a base method's update; "
        + "γᵣ = N / Σᵢ max(α, sᵣᵢ), with the alignment sᵣᵢ of task i. Other tensors: the base method.",
        "https://arxiv.org/abs/2602.05536",
        NeedsPretrained: true,
        [
            new(CalibratedMerges.BaseMethod, ParameterType.Text, CalibratedMerges.Names[0], "The merge that is calibrated.", Choices: CalibratedMerges.Names),
            new(CalibratedMerges.Alpha, ParameterType.Number, 0.1, "α: the least alignment that counts.", 1e-6, 1e6),
            .. CalibratedMerges.Parameters,
        ]);

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context)
    {
        var (merge, isBase) = CalibratedMerges.Prepare(Description, parameters, context);
        if (isBase)
            return merge;
        int models = context.Layout.Pool.Models.Count;
        double alpha = parameters.Number(CalibratedMerges.Alpha);
        MatrixAnalysis Calibrate(TensorStudy ofMerge) => new(
            context.Matrices, transposable: true, (2 * models) + 2, models, ofMerge: true, new HashSet<string>(),
            form => new Study(form, models, context.Matrices, (in slice, result) => merge.Merge(slice, ofMerge, result), alpha));
        var analysis = new ChainedAnalysis<MatrixStudy>(merge.TensorAnalysis, Calibrate);
        return PreparedMerge.OfTensors(analysis, static (in slice, study, result) => study.Second.Merge(slice, 1, result), merge.Analysis);
    }

    private sealed class Study(MatrixForm form, int models, MatrixMath matrices, SliceFunction merge, double alpha) : MatrixStudy(form, models, matrices, merge)
    {
        private const double SmallestResponse = 1e-12;

        private readonly ProductSum _gram = matrices.SumOf(form.Side, form.Side);
        private readonly ProductSum[] _grams = [.. Enumerable.Range(0, models).Select(_ => matrices.SumOf(form.Side, form.Side))];
        private readonly ProductSum[] _cross = [.. Enumerable.Range(0, models).Select(_ => matrices.SumOf(form.Side, form.Side))];
        private RightFactor? _calibrate;

        protected override int MatrixPasses => 1;

        protected override void ObserveRows(int pass, Dense[] t, int rows)
        {
            _gram.Add(t[Models], t[Models], rows);
            for (int model = 0; model < Models; model++)
            {
                if (Transposed)
                    _grams[model].Add(t[model], t[model], rows);
                _cross[model].Add(t[Models], t[model], rows);
            }
        }

        /// <summary>V·γ·Vᵀ, by which the rows of the update are multiplied.</summary>
        public override void Complete(int pass)
        {
            var spectrum = Matrices.SpectrumOf(_gram.Total());
            double[] sums = new double[Side];
            for (int model = 0; model < Models; model++)
                foreach (var (r, alignment) in Alignments(spectrum, model).Index())
                    sums[r] += double.IsNaN(alignment) ? alpha : Math.Max(alpha, alignment);
            _calibrate = Hold(Matrices.Compose(spectrum, [.. sums.Select(sum => Models / sum)]));
        }

        protected override void MergeRows(Dense[] t, int rows, Dense update) => _calibrate!.SetProduct(t[Models], update);

        /// <summary>sᵣ = ⟨uᵣᵀm, uᵣᵀt⟩ / |uᵣᵀt|² with the update's left singular vectors u, which are here on either side of the rows.</summary>
        private IEnumerable<double> Alignments(Spectrum spectrum, int model)
        {
            var cross = Matrices.TransposeProduct(spectrum.Vectors, _cross[model].Total());
            var gram = Transposed ? Matrices.TransposeProduct(spectrum.Vectors, _grams[model].Total()) : null;
            double[] inverse = spectrum.Inverse;
            for (int r = 0; r < Side; r++)
            {
                double product = 0, square = 0;
                for (int k = 0; k < Side; k++)
                {
                    product += cross[r, k] * spectrum.Vectors[k, r];
                    square += gram is null ? cross[r, k] * cross[r, k] : gram[r, k] * spectrum.Vectors[k, r];
                }
                if (gram is null)
                    square *= inverse[r] * inverse[r];
                yield return product / Math.Max(square, SmallestResponse);
            }
        }
    }
}
