using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

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
    // Elements whose sums stay in registers until all their terms are added.
    private const int BlockElements = 64;
    private readonly int _columns = right.Length / rank;

    /// <param name="firstElement">Of the weight.</param>
    /// <param name="weights">Elements [<paramref name="firstElement"/>, + weights.Length) of the weight.</param>
    /// <param name="updated">Receives as many; may be the same memory.</param>
    public void Update(long firstElement, ReadOnlySpan<float> weights, Span<float> updated)
    {
        while (!weights.IsEmpty)
        {
            var (row, column) = Math.DivRem(firstElement, _columns);
            int count = (int)Math.Min(weights.Length, _columns - column);
            UpdateRow(left.AsSpan((int)row * rank, rank), right.AsSpan((int)column), weights[..count], updated[..count]);
            weights = weights[count..];
            updated = updated[count..];
            firstElement += count;
        }
    }

    private void UpdateRow(ReadOnlySpan<float> factors, ReadOnlySpan<float> terms, ReadOnlySpan<float> weights, Span<float> updated)
    {
        int at = 0;
        for (; at + BlockElements <= weights.Length; at += BlockElements)
            UpdateBlock(factors, terms[at..], weights[at..], updated[at..]);
        UpdateRest(factors, terms[at..], weights[at..], updated[at..]);
    }

    private void UpdateBlock(ReadOnlySpan<float> factors, ReadOnlySpan<float> terms, ReadOnlySpan<float> weights, Span<float> updated)
    {
        var (first, second, third, fourth) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        for (int term = 0; term < factors.Length; term++)
        {
            var factor = Vector512.Create(factors[term]);
            var row = terms.Slice(term * _columns, BlockElements);
            first = Vector512.FusedMultiplyAdd(Vector512.Create(row), factor, first);
            second = Vector512.FusedMultiplyAdd(Vector512.Create(row[16..]), factor, second);
            third = Vector512.FusedMultiplyAdd(Vector512.Create(row[32..]), factor, third);
            fourth = Vector512.FusedMultiplyAdd(Vector512.Create(row[48..]), factor, fourth);
        }
        Add(first, weights, updated);
        Add(second, weights[16..], updated[16..]);
        Add(third, weights[32..], updated[32..]);
        Add(fourth, weights[48..], updated[48..]);
    }

    private void Add(Vector512<float> sum, ReadOnlySpan<float> weights, Span<float> updated) =>
        (Vector512.Create(weights) + (sum * scaling)).CopyTo(updated);

    private void UpdateRest(ReadOnlySpan<float> factors, ReadOnlySpan<float> terms, ReadOnlySpan<float> weights, Span<float> updated)
    {
        if (weights.IsEmpty)
            return;
        Span<float> sum = stackalloc float[weights.Length];
        sum.Clear();
        for (int term = 0; term < factors.Length; term++)
            TensorPrimitives.FusedMultiplyAdd(terms.Slice(term * _columns, sum.Length), factors[term], sum, sum);
        TensorPrimitives.Multiply(sum, scaling, sum);
        TensorPrimitives.Add(weights, sum, updated);
    }
}
