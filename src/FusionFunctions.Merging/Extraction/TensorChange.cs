using System.Runtime.CompilerServices;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Matrices;
using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Merging.Extraction;

/// <summary>Reads θ − θ₀ of one tensor of a pool with a base and one other model.</summary>
internal sealed class TensorChange(PoolLayout layout, TensorInfo tensor)
{
    private const int SliceElements = 1 << 18;

    /// <exception cref="MergeException">It holds a NaN or an infinity.</exception>
    public async Task<Dense> ReadAsync(CancellationToken cancellationToken)
    {
        var change = new Dense((int)tensor.Shape[0], (int)tensor.Shape[1]);
        await foreach (var (first, values) in SlicesAsync(cancellationToken))
            values.CopyTo(change.Values.AsMemory((int)first));
        return change.Values.All(double.IsFinite)
            ? change
            : throw new MergeException($"'{tensor.Name}' has a NaN or an infinity in one of the models; it cannot be approximated.");
    }

    /// <summary>Whether an element differs; one that is not a number in either model counts as different.</summary>
    public async Task<bool> IsAnyAsync(CancellationToken cancellationToken)
    {
        await foreach (var (_, values) in SlicesAsync(cancellationToken))
            if (values.Span.ContainsAnyExcept(0.0))
                return true;
        return false;
    }

    public async Task<double> NormAsync(CancellationToken cancellationToken)
    {
        double squares = 0;
        await foreach (var (_, values) in SlicesAsync(cancellationToken))
            foreach (double value in values.Span)
                squares += value * value;
        return Math.Sqrt(squares);
    }

    /// <summary>The memory is the next slice's too.</summary>
    private async IAsyncEnumerable<(long First, Memory<double> Values)> SlicesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        float[] before = new float[SliceElements], after = new float[SliceElements];
        double[] change = new double[SliceElements];
        for (long first = 0; first < tensor.ElementCount; first += SliceElements)
        {
            int count = (int)Math.Min(SliceElements, tensor.ElementCount - first);
            await ReadAsync(0, first, before.AsMemory(0, count), cancellationToken);
            await ReadAsync(1, first, after.AsMemory(0, count), cancellationToken);
            for (int i = 0; i < count; i++)
                change[i] = (double)after[i] - before[i];
            yield return (first, change.AsMemory(0, count));
        }
    }

    private ValueTask ReadAsync(int input, long first, Memory<float> destination, CancellationToken cancellationToken) =>
        layout.Pool.Inputs[input].Tensors.ReadAsync(layout.TensorOf(input, tensor.Name), first, destination, cancellationToken);
}
