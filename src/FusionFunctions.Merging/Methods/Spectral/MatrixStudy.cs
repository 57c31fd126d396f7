using FusionFunctions.Merging.Matrices;
using FusionFunctions.Merging.Slices;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Methods.Spectral;

/// <summary>
/// One matrix of the task vectors, in rows tᵢ of every model. Each merged row is a function of the rows tᵢ and of what the passes have
/// found out, so that results do not depend on how many rows are looked at together.
/// </summary>
internal abstract class MatrixStudy : TensorStudy
{
    private readonly MatrixForm _form;
    private readonly SliceFunction? _merge;
    private readonly Dense[] _rows;
    private readonly RoundingNoise[] _noise;
    private readonly List<RightFactor> _held = [];
    private readonly Dense _update;
    private float[] _merged = [];

    /// <param name="form">How the tensor is looked at.</param>
    /// <param name="models">How many task vectors.</param>
    /// <param name="matrices">Multiplies and decomposes.</param>
    /// <param name="merge">A merge whose result, less the base, gives further rows after the models'; or null.</param>
    protected MatrixStudy(MatrixForm form, int models, MatrixMath matrices, SliceFunction? merge = null)
    {
        (_form, _merge, Models, Matrices) = (form, merge, models, matrices);
        _rows = [.. Enumerable.Range(0, models + (merge is null ? 0 : 1)).Select(_ => form.Rows(matrices))];
        _noise = [.. Enumerable.Range(0, models).Select(_ => new RoundingNoise(form.Side))];
        _update = form.Rows(matrices);
    }

    public sealed override int Passes => _form.IsMatrix ? MatrixPasses : 0;

    protected abstract int MatrixPasses { get; }

    protected int Models { get; }

    protected MatrixMath Matrices { get; }

    protected int Side => _form.Side;

    protected bool Transposed => _form.Transposed;

    /// <summary>How strong a direction of Σᵢ tᵢ may be by rounding alone; known after the first pass.</summary>
    protected double NoiseOfSum => RoundingNoise.OfSum(_noise);

    public sealed override void Observe(int pass, in PoolSlice slice)
    {
        for (int at = 0; at < slice.Length / Side; at += _update.Rows)
            ObserveRows(pass, _rows, Load(slice, at, isFirst: pass == 0));
    }

    /// <summary>θ₀ + λ·m; tensors that are no matrices get <see cref="MergeOther"/>.</summary>
    public void Merge(in PoolSlice slice, double lambda, Span<float> result)
    {
        if (!_form.IsMatrix)
            MergeOther(slice, (float)lambda, result);
        for (int at = 0; _form.IsMatrix && at < slice.Length / Side; at += _update.Rows)
        {
            int rows = Load(slice, at, isFirst: false);
            MergeRows(_rows, rows, _update);
            for (int row = 0; row < rows; row++)
                for (int column = 0; column < Side; column++)
                {
                    int element = Element(slice, at + row, column);
                    result[element] = (float)(slice.Pretrained[element] + (lambda * _update[row, column]));
                }
        }
    }

    public sealed override void Dispose()
    {
        _held.ForEach(factor => factor.Dispose());
        base.Dispose();
    }

    /// <param name="pass">0-based.</param>
    /// <param name="t">By model, rows of its task vector; then the merge's, where there is one.</param>
    /// <param name="rows">How many rows.</param>
    protected abstract void ObserveRows(int pass, Dense[] t, int rows);

    /// <param name="t">By model, rows of its task vector; then the merge's, where there is one.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="update">Receives the rows of m; holds others before.</param>
    protected abstract void MergeRows(Dense[] t, int rows, Dense update);

    /// <summary>The other merge's result where there is one, else θ₀ + λ · Σᵢ tᵢ / N.</summary>
    protected virtual void MergeOther(in PoolSlice slice, float lambda, Span<float> result)
    {
        if (_merge is not null)
        {
            _merge(slice, result);
            return;
        }
        for (int at = 0; at < result.Length; at += Lanes.Count)
        {
            var theta0 = Lanes.Load(slice.Pretrained, at);
            var sum = Lanes.Load(slice[0], at) - theta0;
            for (int model = 1; model < slice.Models; model++)
                sum += Lanes.Load(slice[model], at) - theta0;
            Lanes.Store(theta0 + (lambda * (sum / slice.Models)), result, at);
        }
    }

    /// <summary>The same of tᵢ.</summary>
    protected double NoiseOf(int model) => _noise[model].Norm;

    /// <summary>A factor that is there until the tensor is merged.</summary>
    protected RightFactor Hold(Dense matrix)
    {
        var factor = Matrices.Hold(matrix);
        _held.Add(factor);
        return factor;
    }

    /// <summary>Σᵢ tᵢ, into the first of the matrices given.</summary>
    protected static void Sum(ReadOnlySpan<Dense> t, Dense sum)
    {
        t[0].Values.CopyTo(sum.Values, 0);
        foreach (var rows in t[1..])
            System.Numerics.Tensors.TensorPrimitives.Add(sum.Values, rows.Values, sum.Values);
    }

    private int Element(in PoolSlice slice, int row, int column) => Transposed ? (column * (slice.Length / Side)) + row : (row * Side) + column;

    private int Load(in PoolSlice slice, int at, bool isFirst)
    {
        int rows = Math.Min(_update.Rows, (slice.Length / Side) - at);
        for (int model = 0; model < Models; model++)
            Load(slice, at, rows, slice[model], _rows[model], isFirst ? _noise[model] : null);
        if (_merge is null)
            return rows;
        if (_merged.Length < slice.Length)
            _merged = new float[slice.Length];
        if (at == 0)
            _merge(slice, _merged.AsSpan(0, slice.Length));
        Load(slice, at, rows, _merged, _rows[Models], noise: null);
        return rows;
    }

    private void Load(in PoolSlice slice, int at, int count, ReadOnlySpan<float> model, Dense rows, RoundingNoise? noise)
    {
        for (int row = 0; row < count; row++)
        {
            for (int column = 0; column < Side; column++)
            {
                int element = Element(slice, at + row, column);
                rows[row, column] = model[element] - slice.Pretrained[element];
                noise?.Add(column, model[element]);
            }
            noise?.EndRow();
        }
    }
}
