using System.Numerics.Tensors;
using FusionFunctions.Merging.Matrices;

namespace FusionFunctions.Merging.Methods.Spectral;

/// <summary>
/// Of one matrix, the common directions Uc of D = Σᵢ tᵢ, then the strongest of every task's residual outside them, then what makes all of them orthonormal: a pass each.
/// </summary>
internal sealed class IsoCtsStudy : MatrixStudy
{
    private readonly int _common, _specific;
    private readonly Dense _sum;
    private readonly ProductSum _gram;
    private readonly ProductSum[] _grams, _shared;
    private readonly RightFactor[] _left;
    private readonly RightFactor?[] _correction;
    private RightFactor? _commonLeft, _mix;
    private ProductSum? _stackGram;
    private Dense _right = new(0, 0);
    private double[] _commonValues = [];
    private double _mean;

    public IsoCtsStudy(MatrixForm form, int models, double fraction, MatrixMath matrices)
        : base(form, models, matrices)
    {
        // Half to even, and never more than there is.
        int specific = (int)Math.Round((form.Side - (int)(form.Side * fraction)) / (double)models, MidpointRounding.ToEven);
        _specific = Math.Min(specific, form.Side / models);
        _common = form.Side - (_specific * models);
        _sum = form.Rows(matrices);
        _gram = matrices.SumOf(form.Side, form.Side);
        _grams = [.. Enumerable.Range(0, models).Select(_ => matrices.SumOf(form.Side, form.Side))];
        _shared = [.. Enumerable.Range(0, models).Select(_ => matrices.SumOf(_common, form.Side))];
        _left = new RightFactor[models];
        _correction = new RightFactor?[models];
    }

    protected override int MatrixPasses => 3;

    protected override void ObserveRows(int pass, Dense[] t, int rows)
    {
        Sum(t, _sum);
        if (pass == 0)
        {
            _gram.Add(_sum, _sum, rows);
            for (int model = 0; model < Models; model++)
                _grams[model].Add(t[model], t[model], rows);
        }
        else if (pass == 1 && !Transposed)
        {
            var common = _commonLeft!.Product(_sum);
            for (int model = 0; model < Models; model++)
                _shared[model].Add(common, t[model], rows);
        }
        else if (pass == 2 && Stack(t) is var stack)
        {
            _stackGram!.Add(stack, stack, rows);
        }
    }

    public override void Complete(int pass)
    {
        if (pass == 0)
            FindCommon();
        else if (pass == 1)
            FindSpecific();
        else
            _mix = Hold(Matrices.Product(Matrices.InverseRoot(_stackGram!.Total()).ScaleColumns([.. Enumerable.Repeat(_mean, Side)]), _right));
    }

    protected override void MergeRows(Dense[] t, int rows, Dense update)
    {
        Sum(t, _sum);
        _mix!.SetProduct(Stack(t), update);
    }

    /// <summary>Uc = D·Vc·Sc⁻¹.</summary>
    private void FindCommon()
    {
        var spectrum = Matrices.SpectrumOf(_gram.Total(), NoiseOfSum);
        _right = spectrum.Vectors.Left(_common);
        _commonLeft = Hold(_right.ScaleColumns(spectrum.Inverse));
        _commonValues = [.. spectrum.Values.Take(_common)];
    }

    /// <summary>Of each residual wᵢ = tᵢ − Uc·Ucᵀ·tᵢ.</summary>
    private void FindSpecific()
    {
        double[] values = _commonValues;
        List<Dense> right = [];
        for (int model = 0; model < Models; model++)
        {
            var gram = _grams[model].Total();
            // Looked at by columns, the residual's directions are at right angles to the common ones already.
            var shared = Transposed ? null : _shared[model].Total();
            double norm = Math.Sqrt(gram.Trace());
            // What rounding turned the common directions by is in the residual, too.
            var spectrum = Matrices.SpectrumOf(shared is null ? Residual(gram) : Residual(gram, shared), NoiseOf(model) + NoiseOfSum, norm);
            var vectors = spectrum.Vectors.Left(_specific);
            var left = vectors.ScaleColumns(spectrum.Inverse);
            _left[model] = Hold(left);
            _correction[model] = shared is null ? null : Hold(Matrices.Product(shared, left));
            values = [.. values, .. spectrum.Values.Take(_specific)];
            right.Add(vectors);
        }
        _mean = values.Average();
        var stacked = Dense.Join([.. right, _right]);
        _right = Matrices.Product(stacked, Matrices.InverseRoot(Matrices.TransposeProduct(stacked, stacked))).Transpose();
        _stackGram = Matrices.SumOf(Side, Side);
    }

    /// <summary>By columns, wᵢwᵢᵀ = (I − UcUcᵀ)·tᵢtᵢᵀ·(I − UcUcᵀ).</summary>
    private Dense Residual(Dense gram)
    {
        var outside = Matrices.Product(_right, _right.Transpose());
        for (int i = 0; i < outside.Values.Length; i++)
            outside.Values[i] = (i % (Side + 1) == 0 ? 1 : 0) - outside.Values[i];
        return Matrices.Product(Matrices.Product(outside, gram), outside);
    }

    /// <summary>wᵢᵀwᵢ = tᵢᵀtᵢ − (Ucᵀtᵢ)ᵀ(Ucᵀtᵢ).</summary>
    private Dense Residual(Dense gram, Dense shared)
    {
        var common = Matrices.TransposeProduct(shared, shared);
        TensorPrimitives.Subtract(gram.Values, common.Values, common.Values);
        return common;
    }

    /// <summary>Rows of the stacked U: each task's (tᵢ − Uc·Ucᵀ·tᵢ)·Vᵢ·Sᵢ⁻¹, then Uc.</summary>
    private Dense Stack(Dense[] t)
    {
        var common = _commonLeft!.Product(_sum);
        List<Dense> parts = [];
        for (int model = 0; model < Models; model++)
        {
            var part = _left[model].Product(t[model]);
            if (_correction[model] is { } correction)
                TensorPrimitives.Subtract(part.Values, correction.Product(common).Values, part.Values);
            parts.Add(part);
        }
        return Dense.Join([.. parts, common]);
    }
}
