using System.Numerics;
using FusionFunctions.Merging.Slices;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>Two passes find the variance above which elements are selected, the last takes each model's mean square over them.</summary>
internal sealed class SceStudy : TensorStudy
{
    private const double SmallestWeights = 1e-6;

    private readonly float[][] _vectors;
    private readonly float[] _variances = new float[TensorAnalysis.BlockElements];
    private readonly double[] _squares;
    private readonly float[] _weights;
    private readonly RankCut? _cut;
    private readonly long _elements;
    private long _varying;

    public SceStudy(int models, double selected, long elements)
    {
        _vectors = [.. Enumerable.Range(0, models).Select(_ => new float[TensorAnalysis.BlockElements])];
        _squares = new double[models];
        _weights = new float[models];
        _elements = elements;
        _cut = selected < 1 ? new(() => elements - (long)(_varying * selected)) : null;
    }

    public override int Passes => _cut is null ? 1 : RankCut.Passes + 1;

    public override void Observe(int pass, in PoolSlice slice)
    {
        foreach (int at in Blocks(slice))
        {
            var part = Load(slice, at);
            if (pass < Passes - 1)
                _cut!.Count(pass, Variances(part.Length, count: pass == 0));
            else
                AddSquares(part.Length);
        }
    }

    public override void Complete(int pass)
    {
        if (pass < Passes - 1)
            _cut!.Complete(pass);
        else
            SetWeights();
        _cut?.Restart();
    }

    public void Merge(in PoolSlice slice, Span<float> result)
    {
        foreach (int at in Blocks(slice))
        {
            var part = Load(slice, at);
            Select(part.Length);
            for (int lane = 0; lane < part.Length; lane += Lanes.Count)
                Lanes.Store(Lanes.Load(part.Pretrained, lane) + Mixed(lane, part.Length), result.Slice(at, part.Length), lane);
        }
    }

    private static IEnumerable<int> Blocks(in PoolSlice slice)
    {
        int length = slice.Length;
        return Enumerable.Range(0, (length + TensorAnalysis.BlockElements - 1) / TensorAnalysis.BlockElements).Select(block => block * TensorAnalysis.BlockElements);
    }

    private PoolSlice Load(in PoolSlice slice, int at)
    {
        var part = slice.Part(at, Math.Min(TensorAnalysis.BlockElements, slice.Length - at));
        for (int model = 0; model < _vectors.Length; model++)
            TaskVectors.Subtract(part, model, _vectors[model]);
        return part;
    }

    private ReadOnlySpan<float> Variances(int length, bool count)
    {
        for (int i = 0; i < length; i++)
        {
            double mean = 0, square = 0;
            foreach (float[] vector in _vectors)
                mean += vector[i] / (double)_vectors.Length;
            foreach (float[] vector in _vectors)
                square += (vector[i] - mean) * (vector[i] - mean);
            _variances[i] = (float)(square / _vectors.Length);
            _varying += count && _variances[i] != 0 ? 1 : 0;
        }
        return _variances.AsSpan(0, length);
    }

    /// <summary>Zeroes what is not selected in the block.</summary>
    private void Select(int length)
    {
        if (_cut is null)
            return;
        var variances = Variances(length, count: false);
        for (int i = 0; i < length; i++)
            if (_cut.IsBelow(variances[i]))
                foreach (float[] vector in _vectors)
                    vector[i] *= 0;
    }

    private void AddSquares(int length)
    {
        Select(length);
        for (int model = 0; model < _squares.Length; model++)
            _squares[model] += FloatBlocks.Dot(_vectors[model].AsSpan(0, length), _vectors[model].AsSpan(0, length));
    }

    /// <summary>Weights so small that they say nothing are all the same.</summary>
    private void SetWeights()
    {
        double sum = _squares.Sum() / _elements;
        for (int model = 0; model < _weights.Length; model++)
            _weights[model] = (float)(Math.Abs(sum) < SmallestWeights ? 1.0 / _weights.Length : _squares[model] / _elements / sum);
    }

    private Vector<float> Mixed(int at, int length)
    {
        var sum = Vector<float>.Zero;
        foreach (float[] vector in _vectors)
            sum += Lanes.Load(vector.AsSpan(0, length), at);
        var plus = Vector.GreaterThanOrEqual(sum, Vector<float>.Zero);
        Vector<float> agreed = Vector<float>.Zero, divisor = Vector<float>.Zero;
        for (int model = 0; model < _vectors.Length; model++)
        {
            var entries = Lanes.Load(_vectors[model].AsSpan(0, length), at);
            var agrees = Vector.ConditionalSelect(plus, Vector.GreaterThan(entries, Vector<float>.Zero), Vector.LessThan(entries, Vector<float>.Zero));
            var weight = _weights[model] * Vector.ConditionalSelect(agrees, Vector<float>.One, Vector<float>.Zero);
            agreed += entries * weight;
            divisor += weight;
        }
        return agreed / Vector.Max(divisor, new Vector<float>((float)SmallestWeights));
    }
}
