using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Studies;

/// <summary>Inner products in double: everything that angles, norms and distances between models come from.</summary>
internal sealed class GramStudy(int models, bool ofTaskVectors) : TensorStudy
{
    private readonly double[,] _products = new double[models, models];
    private readonly float[][] _vectors = [.. Enumerable.Range(0, models).Select(_ => new float[TensorAnalysis.BlockElements])];

    public override int Passes => 1;

    public int Models => models;

    /// <summary>⟨vᵢ, vⱼ⟩.</summary>
    public double this[int i, int j] => _products[i, j];

    /// <summary>|vᵢ|.</summary>
    public double Norm(int i) => Math.Sqrt(_products[i, i]);

    /// <summary>Of |Σᵢ cᵢ·vᵢ|.</summary>
    public double NormOf(ReadOnlySpan<double> coefficients)
    {
        double square = 0;
        for (int i = 0; i < models; i++)
            for (int j = 0; j < models; j++)
                square += coefficients[i] * coefficients[j] * _products[i, j];
        // Rounding may leave a vanishing square below zero.
        return Math.Sqrt(double.IsNaN(square) ? square : Math.Max(0, square));
    }

    public override void Observe(int pass, in PoolSlice slice)
    {
        for (int at = 0; at < slice.Length; at += TensorAnalysis.BlockElements)
        {
            var block = slice.Part(at, Math.Min(TensorAnalysis.BlockElements, slice.Length - at));
            for (int i = 0; i < models; i++)
            {
                Load(block, i);
                for (int j = 0; j <= i; j++)
                    _products[i, j] += FloatBlocks.Dot(_vectors[i].AsSpan(0, block.Length), _vectors[j].AsSpan(0, block.Length));
            }
        }
    }

    public override void Complete(int pass)
    {
        for (int i = 0; i < models; i++)
            for (int j = i + 1; j < models; j++)
                _products[i, j] = _products[j, i];
    }

    private void Load(in PoolSlice block, int model)
    {
        if (ofTaskVectors)
            TaskVectors.Subtract(block, model, _vectors[model]);
        else
            block[model].CopyTo(_vectors[model]);
    }
}
