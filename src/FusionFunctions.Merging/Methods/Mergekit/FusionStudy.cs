using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Slices;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>Each row's divergence and the exact quartiles of the importance. (mergekit samples the quartiles of large tensors.)</summary>
internal sealed class FusionStudy : TensorStudy
{
    private const double Epsilon = 1e-8;

    private static readonly double[] s_quartiles = [0.25, 0.5, 0.75];

    private readonly double[] _divergences;
    private readonly float[] _importance;
    private readonly RankCut[] _quartiles;

    public FusionStudy(TensorInfo tensor)
    {
        Row = (int)TensorAnalysis.RowOf(tensor);
        _divergences = new double[tensor.ElementCount / Row];
        _importance = new float[Row];
        _quartiles = [.. s_quartiles.Select(quantile => new RankCut(() => (long)(quantile * (tensor.ElementCount - 1))))];
    }

    public int Row { get; }

    /// <summary>Median + 1.5 · (third − first quartile).</summary>
    public float Threshold { get; private set; }

    public override int Passes => RankCut.Passes;

    public override void Observe(int pass, in PoolSlice slice)
    {
        for (int at = 0; at < slice.Length; at += Row)
        {
            var row = slice.Part(at, Row);
            if (pass == 0)
                _divergences[row.First / Row] = Divergence(row[0], row.Pretrained);
            Importance(row, _importance);
            foreach (var quartile in _quartiles)
                quartile.Count(pass, _importance);
        }
    }

    public override void Complete(int pass)
    {
        foreach (var quartile in _quartiles)
            quartile.Complete(pass);
        Threshold = _quartiles[1].Value + (1.5f * (_quartiles[2].Value - _quartiles[0].Value));
    }

    public void Importance(in PoolSlice row, Span<float> importance)
    {
        float divergence = (float)_divergences[row.First / Row];
        for (int i = 0; i < importance.Length; i++)
            importance[i] = MathF.Abs(row[0][i] - row.Pretrained[i]) * divergence;
    }

    /// <summary>KL(softmax θ₁ ‖ softmax θ₀), never below zero.</summary>
    private static double Divergence(ReadOnlySpan<float> theta1, ReadOnlySpan<float> theta0)
    {
        double[] p = Softmax(theta1), q = Softmax(theta0);
        double sum = 0;
        for (int i = 0; i < p.Length; i++)
            sum += (p[i] + Epsilon) * Math.Log((p[i] + Epsilon) / (q[i] + Epsilon));
        return sum < 0 ? 0 : sum;
    }

    private static double[] Softmax(ReadOnlySpan<float> values)
    {
        double[] result = new double[values.Length];
        double largest = double.NegativeInfinity, sum = 0;
        foreach (float value in values)
            largest = Math.Max(largest, value);
        for (int i = 0; i < result.Length; i++)
            sum += result[i] = Math.Exp(values[i] - largest);
        for (int i = 0; i < result.Length; i++)
            result[i] /= sum;
        return result;
    }
}
