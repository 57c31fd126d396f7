using System.Numerics.Tensors;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Merging.Inspection;

/// <summary>Products of all pairs of task vectors, summed up slice by slice.</summary>
internal sealed class DotProducts(PoolLayout layout, int sliceElements)
{
    private readonly float[] _read = new float[sliceElements];
    private readonly double[] _base = new double[sliceElements];
    private readonly double[][] _vectors = [.. layout.Pool.Models.Select(_ => new double[sliceElements])];
    private readonly bool[] _isZero = new bool[layout.Pool.Models.Count];

    public PoolLayout Layout => layout;

    /// <summary>⟨θᵢ − θ₀, θⱼ − θ₀⟩ for i ≤ j.</summary>
    public double[,] Sums { get; } = new double[layout.Pool.Models.Count, layout.Pool.Models.Count];

    /// <returns>The slice's ⟨θ₀, θ₀⟩.</returns>
    public async Task<double> AddAsync(TensorInfo tensor, long first, int count, CancellationToken cancellationToken)
    {
        await ReadAsync(0, tensor, first, _base, count, cancellationToken);
        var source = SourceOf(0, tensor);
        for (int model = 0; model < _vectors.Length; model++)
        {
            // What an adapter leaves alone is the base's own and need not be read again.
            _isZero[model] = SourceOf(model + 1, tensor) == source;
            if (_isZero[model])
                continue;
            await ReadAsync(model + 1, tensor, first, _vectors[model], count, cancellationToken);
            var vector = _vectors[model].AsSpan(0, count);
            TensorPrimitives.Subtract(vector, _base.AsSpan(0, count), vector);
        }
        AddProducts(count);
        return TensorPrimitives.SumOfSquares<double>(_base.AsSpan(0, count));
    }

    private void AddProducts(int count)
    {
        for (int i = 0; i < _vectors.Length; i++)
            for (int j = i; j < _vectors.Length; j++)
                if (!_isZero[i] && !_isZero[j])
                    Sums[i, j] += TensorPrimitives.Dot<double>(_vectors[i].AsSpan(0, count), _vectors[j].AsSpan(0, count));
    }

    private ITensorReader SourceOf(int input, TensorInfo tensor) =>
        layout.Pool.Inputs[input].Tensors.SourceOf(layout.TensorOf(input, tensor.Name));

    private async Task ReadAsync(int input, TensorInfo tensor, long first, double[] destination, int count, CancellationToken cancellationToken)
    {
        await layout.Pool.Inputs[input].Tensors.ReadAsync(layout.TensorOf(input, tensor.Name), first, _read.AsMemory(0, count), cancellationToken);
        TensorPrimitives.ConvertTruncating<float, double>(_read.AsSpan(0, count), destination.AsSpan(0, count));
    }
}
