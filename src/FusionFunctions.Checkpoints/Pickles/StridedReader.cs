using System.Buffers;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Pickles;

/// <summary>Reads the elements of a view in row-major order, wherever they stand in the storage.</summary>
/// <param name="reader">The file.</param>
/// <param name="storageStart">The storage's first byte in it.</param>
/// <param name="view">What to read.</param>
internal sealed class StridedReader(IBlobReader reader, long storageStart, StridedView view)
{
    private const int WindowBytes = 1 << 16;

    // Elements that are farther apart are read one by one.
    private const int LongestStepBytes = 1 << 12;

    private readonly int _size = view.DType.Size();

    public async ValueTask ReadAsync(long firstElement, Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (view.IsContiguous)
        {
            await reader.ReadAsync(storageStart + ((view.Offset + firstElement) * _size), destination, cancellationToken);
            return;
        }
        byte[] window = ArrayPool<byte>.Shared.Rent(WindowBytes);
        try
        {
            foreach (var box in StridedBox.Cut(view.Shape, firstElement, destination.Length / _size))
            {
                await ReadBoxAsync(box, window.AsMemory(0, WindowBytes), destination, cancellationToken);
                destination = destination[(int)(box.Count * _size)..];
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(window);
        }
    }

    /// <summary>Goes along the dimension whose elements stand closest together, for every index of the others.</summary>
    private async ValueTask ReadBoxAsync(StridedBox box, Memory<byte> window, Memory<byte> destination, CancellationToken cancellationToken)
    {
        var axes = Axes(box);
        var inner = axes.Count > 0 ? axes[0] : new Axis(1, 0, 0);
        long origin = view.Offset + box.Start.Zip(view.Strides, (index, stride) => index * stride).Sum();
        long runs = box.Count / inner.Count;
        for (long run = 0; run < runs; run++)
        {
            long source = origin, target = 0, rest = run;
            foreach (var axis in axes.Skip(1))
            {
                (rest, long index) = Math.DivRem(rest, axis.Count);
                source += index * axis.SourceStep;
                target += index * axis.TargetStep;
            }
            await ReadRunAsync(inner, source, target, window, destination, cancellationToken);
        }
    }

    private async ValueTask ReadRunAsync(
        Axis axis, long source, long target, Memory<byte> window, Memory<byte> destination, CancellationToken cancellationToken)
    {
        long step = axis.SourceStep * _size;
        long most = step > LongestStepBytes ? 1 : step == 0 ? axis.Count : ((window.Length - _size) / step) + 1;
        for (long first = 0; first < axis.Count; first += most)
        {
            int count = (int)Math.Min(most, axis.Count - first);
            var part = window[..(int)(((count - 1) * step) + _size)];
            await reader.ReadAsync(storageStart + ((source + (first * axis.SourceStep)) * _size), part, cancellationToken);
            for (int i = 0; i < count; i++)
                part.Span.Slice((int)(i * step), _size).CopyTo(destination.Span[(int)((target + ((first + i) * axis.TargetStep)) * _size)..]);
        }
    }

    private List<Axis> Axes(StridedBox box)
    {
        var axes = new List<Axis>();
        long targetStep = 1;
        for (int dimension = box.Extent.Length - 1; dimension >= 0; dimension--)
        {
            if (box.Extent[dimension] > 1)
                axes.Add(new(box.Extent[dimension], view.Strides[dimension], targetStep));
            targetStep *= box.Extent[dimension];
        }
        return [.. axes.OrderBy(axis => axis.SourceStep)];
    }

    private readonly record struct Axis(long Count, long SourceStep, long TargetStep);
}
