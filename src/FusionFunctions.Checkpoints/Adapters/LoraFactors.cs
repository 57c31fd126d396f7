using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusionFunctions.Checkpoints.Adapters;

/// <summary>
/// The update of one weight, scaling · Left·Right, row-major. The r terms of an element are added one after the other with fused
/// multiply-add, as float32 kernels of matrix libraries mostly do; the sum is scaled, rounded, and added to the weight.
/// </summary>
/// <param name="left">[rows, rank], and room behind it.</param>
/// <param name="right">[rank, columns], and room behind it.</param>
/// <param name="rank">r.</param>
/// <param name="columns">Of the weight.</param>
/// <param name="scaling">α/r.</param>
internal sealed class LoraFactors(float[] left, float[] right, int rank, int columns, float scaling)
{
    // Sums of so many elements, of two rows at a time, stay in registers until all their terms are added.
    private const int BlockElements = 64;

    /// <param name="firstElement">Of the weight.</param>
    /// <param name="weights">Elements [<paramref name="firstElement"/>, + weights.Length) of the weight.</param>
    /// <param name="updated">Receives as many; may be the same memory.</param>
    public void Update(long firstElement, ReadOnlySpan<float> weights, Span<float> updated)
    {
        while (!weights.IsEmpty)
        {
            var (row, column) = Math.DivRem(firstElement, columns);
            bool isPair = column == 0 && weights.Length >= 2 * columns;
            int count = isPair ? 2 * columns : (int)Math.Min(weights.Length, columns - column);
            if (isPair)
                UpdateTwoRows((int)row, weights[..count], updated[..count]);
            else
                UpdateRow(FactorsOf((int)row), right.AsSpan((int)column), weights[..count], updated[..count]);
            weights = weights[count..];
            updated = updated[count..];
            firstElement += count;
        }
    }

    /// <summary>Gives the arrays back to the pool they came from; nothing can be updated any more.</summary>
    public void Return()
    {
        ArrayPool<float>.Shared.Return(left);
        ArrayPool<float>.Shared.Return(right);
    }

    private ReadOnlySpan<float> FactorsOf(int row) => left.AsSpan(row * rank, rank);

    /// <summary>Terms are loaded once for both rows.</summary>
    private void UpdateTwoRows(int row, ReadOnlySpan<float> weights, Span<float> updated)
    {
        ReadOnlySpan<float> upper = FactorsOf(row), lower = FactorsOf(row + 1);
        int at = 0;
        for (; at + BlockElements <= columns; at += BlockElements)
        {
            Sums upperSums = default, lowerSums = default;
            for (int term = 0; term < rank; term++)
            {
                var terms = right.AsSpan((term * columns) + at, BlockElements);
                upperSums.Add(upper[term], terms);
                lowerSums.Add(lower[term], terms);
            }
            upperSums.Update(weights[at..], scaling, updated[at..]);
            lowerSums.Update(weights[(columns + at)..], scaling, updated[(columns + at)..]);
        }
        UpdateRest(upper, right.AsSpan(at), weights[at..columns], updated[at..columns]);
        UpdateRest(lower, right.AsSpan(at), weights[(columns + at)..], updated[(columns + at)..]);
    }

    private void UpdateRow(ReadOnlySpan<float> factors, ReadOnlySpan<float> terms, ReadOnlySpan<float> weights, Span<float> updated)
    {
        int at = 0;
        for (; at + BlockElements <= weights.Length; at += BlockElements)
        {
            Sums sums = default;
            for (int term = 0; term < rank; term++)
                sums.Add(factors[term], terms.Slice((term * columns) + at, BlockElements));
            sums.Update(weights[at..], scaling, updated[at..]);
        }
        UpdateRest(factors, terms[at..], weights[at..], updated[at..]);
    }

    private void UpdateRest(ReadOnlySpan<float> factors, ReadOnlySpan<float> terms, ReadOnlySpan<float> weights, Span<float> updated)
    {
        if (weights.IsEmpty)
            return;
        Span<float> sum = stackalloc float[weights.Length];
        sum.Clear();
        for (int term = 0; term < factors.Length; term++)
            TensorPrimitives.FusedMultiplyAdd(terms.Slice(term * columns, sum.Length), factors[term], sum, sum);
        TensorPrimitives.Multiply(sum, scaling, sum);
        TensorPrimitives.Add(weights, sum, updated);
    }

    /// <summary>Of the terms of <see cref="BlockElements"/> elements. Four fields, as many as are kept in registers.</summary>
    private struct Sums
    {
        private Vector512<float> _first;
        private Vector512<float> _second;
        private Vector512<float> _third;
        private Vector512<float> _fourth;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(float factor, ReadOnlySpan<float> terms)
        {
            var factors = Vector512.Create(factor);
            _first = Vector512.FusedMultiplyAdd(Vector512.Create(terms), factors, _first);
            _second = Vector512.FusedMultiplyAdd(Vector512.Create(terms[16..]), factors, _second);
            _third = Vector512.FusedMultiplyAdd(Vector512.Create(terms[32..]), factors, _third);
            _fourth = Vector512.FusedMultiplyAdd(Vector512.Create(terms[48..]), factors, _fourth);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Update(ReadOnlySpan<float> weights, float scaling, Span<float> updated)
        {
            (Vector512.Create(weights) + (_first * scaling)).CopyTo(updated);
            (Vector512.Create(weights[16..]) + (_second * scaling)).CopyTo(updated[16..]);
            (Vector512.Create(weights[32..]) + (_third * scaling)).CopyTo(updated[32..]);
            (Vector512.Create(weights[48..]) + (_fourth * scaling)).CopyTo(updated[48..]);
        }
    }
}
