using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Merging.Methods.Spectral;
using FusionFunctions.Merging.Parameters;

namespace FusionFunctions.Merging.Methods;

/// <summary>Isotropic merging in common and task-specific subspaces.</summary>
public sealed class IsoCts : MergeMethod
{
    public override MethodDescription Description { get; } = new(
        "iso_cts",
        "Iso-CTS",
        "θ = θ₀ + λ · s̄·U'·V'ᵀ for every matrix; U and V stack the common directions of Σᵢ tᵢ and each task's strongest directions outside them.",
        "https://arxiv.org/abs/2502.04959",
        NeedsPretrained: true,
        [
            ScalingFactor.Description with { Default = 1 },
            new("common_space_fraction", ParameterType.Number, 0.8, "Fraction of the singular directions that is common to all tasks.", 0, 1),
            SpectralParameters.ExcludeKeys,
        ]);

    public override PreparedMerge Prepare(MethodParameters parameters, PreparationContext context)
    {
        int models = context.Layout.Pool.Models.Count;
        double fraction = parameters.Number("common_space_fraction");
        return SpectralParameters.Prepare(
            Description.Name, parameters, context, (3 * models) + 4, form => new Study(form, models, fraction), ScalingFactor.Of(parameters));
    }

    private sealed class Study : MatrixStudy
    {
        private readonly int _common, _specific;
        private readonly Dense _sum, _gram;
        private readonly Dense[] _grams, _shared, _left, _correction;
        private Dense _commonLeft = new(0, 0), _right = new(0, 0), _stackGram = new(0, 0), _mix = new(0, 0);
        private double[] _commonValues = [];
        private double _mean;

        public Study(MatrixForm form, int models, double fraction)
            : base(form, models)
        {
            // Half to even, and never more than there is.
            int specific = (int)Math.Round((form.Side - (int)(form.Side * fraction)) / (double)models, MidpointRounding.ToEven);
            _specific = Math.Min(specific, form.Side / models);
            _common = form.Side - (_specific * models);
            _sum = new(MatrixForm.RowsAtOnce, form.Side);
            _gram = new(form.Side, form.Side);
            _grams = [.. Enumerable.Range(0, models).Select(_ => new Dense(form.Side, form.Side))];
            _shared = [.. Enumerable.Range(0, models).Select(_ => new Dense(_common, form.Side))];
            _left = new Dense[models];
            _correction = new Dense[models];
        }

        protected override int MatrixPasses => 3;

        protected override void ObserveRows(int pass, Dense[] t, int rows)
        {
            Sum(t, _sum);
            if (pass == 0)
            {
                _gram.AddTransposeProduct(_sum, _sum, rows);
                for (int model = 0; model < Models; model++)
                    _grams[model].AddTransposeProduct(t[model], t[model], rows);
            }
            else if (pass == 1 && !Transposed)
            {
                var common = Dense.Product(_sum, _commonLeft);
                for (int model = 0; model < Models; model++)
                    _shared[model].AddTransposeProduct(common, t[model], rows);
            }
            else if (pass == 2 && Stack(t) is var stack)
            {
                _stackGram.AddTransposeProduct(stack, stack, rows);
            }
        }

        public override void Complete(int pass)
        {
            if (pass == 0)
                FindCommon();
            else if (pass == 1)
                FindSpecific();
            else
                _mix = Dense.Product(Spectrum.InverseRoot(_stackGram).ScaleColumns([.. Enumerable.Repeat(_mean, _stackGram.Columns)]), _right);
        }

        protected override void MergeRows(Dense[] t, int rows, Dense update)
        {
            Sum(t, _sum);
            update.SetProduct(Stack(t), _mix);
        }

        /// <summary>Uc = D·Vc·Sc⁻¹.</summary>
        private void FindCommon()
        {
            var spectrum = Spectrum.Of(_gram);
            _commonLeft = spectrum.Vectors.ScaleColumns(spectrum.Inverse).Left(_common);
            _commonValues = [.. spectrum.Values.Take(_common)];
            _right = spectrum.Vectors.Left(_common);
        }

        /// <summary>Of each residual wᵢ = tᵢ − Uc·Ucᵀ·tᵢ.</summary>
        private void FindSpecific()
        {
            double[] values = _commonValues;
            List<Dense> right = [];
            for (int model = 0; model < Models; model++)
            {
                double norm = Math.Sqrt(Enumerable.Range(0, Side).Sum(i => _grams[model][i, i]));
                var spectrum = Spectrum.Of(ResidualGram(model), norm);
                _left[model] = spectrum.Vectors.ScaleColumns(spectrum.Inverse).Left(_specific);
                // Looked at by columns, the residual's directions are at right angles to the common ones already.
                _correction[model] = Transposed ? new Dense(_common, _specific) : Dense.Product(_shared[model], _left[model]);
                values = [.. values, .. spectrum.Values.Take(_specific)];
                right.Add(spectrum.Vectors.Left(_specific));
            }
            _mean = values.Average();
            var stacked = Dense.Join([.. right, _right]);
            _right = Dense.Product(stacked, Spectrum.InverseRoot(Dense.TransposeProduct(stacked, stacked))).Transpose();
            _stackGram = new(Side, Side);
        }

        /// <summary>wᵢᵀwᵢ = tᵢᵀtᵢ − (Ucᵀtᵢ)ᵀ(Ucᵀtᵢ); by columns, wᵢwᵢᵀ = (I − UcUcᵀ)·tᵢtᵢᵀ·(I − UcUcᵀ).</summary>
        private Dense ResidualGram(int model)
        {
            Dense gram = _grams[model], common = Dense.TransposeProduct(_shared[model], _shared[model]);
            if (Transposed)
            {
                var outside = Dense.Product(_right, _right.Transpose());
                for (int i = 0; i < outside.Values.Length; i++)
                    outside.Values[i] = (i % (Side + 1) == 0 ? 1 : 0) - outside.Values[i];
                return Dense.Product(Dense.Product(outside, gram), outside);
            }
            System.Numerics.Tensors.TensorPrimitives.Subtract(gram.Values, common.Values, common.Values);
            return common;
        }

        /// <summary>Rows of the stacked U: each task's (tᵢ − Uc·Ucᵀ·tᵢ)·Vᵢ·Sᵢ⁻¹, then Uc.</summary>
        private Dense Stack(Dense[] t)
        {
            var common = Dense.Product(_sum, _commonLeft);
            List<Dense> parts = [];
            for (int model = 0; model < Models; model++)
            {
                var part = Dense.Product(t[model], _left[model]);
                System.Numerics.Tensors.TensorPrimitives.Subtract(part.Values, Dense.Product(common, _correction[model]).Values, part.Values);
                parts.Add(part);
            }
            return Dense.Join([.. parts, common]);
        }
    }
}
