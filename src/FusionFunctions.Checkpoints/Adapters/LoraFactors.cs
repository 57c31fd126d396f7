using System.Buffers;
using System.Numerics.Tensors;

namespace FusionFunctions.Checkpoints.Adapters;

/// <summary>
/// The update of one weight, scaling · Left·Right, row-major. The r terms of an element are added one after the other with fused
/// multiply-add, as float32 kernels of matrix libraries mostly do; the sum is scaled, rounded, and added to the weight.
/// </summary>
/// <param name="left">[rows, rank].</param>
/// <param name="right">[rank, columns].</param>
/// <param name="rank">r.</param>
/// <param name="scaling">α/r.</param>
internal sealed class LoraFactors(float[] left, float[] right, int rank, float scaling)
{
    private readonly int _columns = right.Length / rank;

    /// <summary>Adds the update to elements [<paramref name="firstElement"/>, + weights.Length) of the weight.</summary>
    public void AddTo(long firstElement, Span<float> weights)
    {
        float[] buffer = ArrayPool<float>.Shared.Rent(Math.Min(_columns, weights.Length));
        while (!weights.IsEmpty)
        {
            var (row, column) = Math.DivRem(firstElement, _columns);
            int count = (int)Math.Min(weights.Length, _columns - column);
            var update = buffer.AsSpan(0, count);
            update.Clear();
            for (int term = 0; term < rank; term++)
                TensorPrimitives.FusedMultiplyAdd(right.AsSpan((term * _columns) + (int)column, count), left[(row * rank) + term], update, update);
            TensorPrimitives.Multiply(update, scaling, update);
            TensorPrimitives.Add(weights[..count], update, weights[..count]);
            weights = weights[count..];
            firstElement += count;
        }
        ArrayPool<float>.Shared.Return(buffer);
    }
}
