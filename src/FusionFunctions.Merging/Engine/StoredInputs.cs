using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Slices;
using FusionFunctions.Merging.Telemetry;

namespace FusionFunctions.Merging.Engine;

/// <summary>
/// A slice of a tensor whose type float32 does not hold, as the inputs store it: what becomes of it bit for bit where the tensor is kept, and of integers where
/// all inputs agree. Whether they do is told by element, so that slices decide about nothing.
/// </summary>
internal sealed class StoredInputs
{
    /// <summary>The first input's element and whether others differ.</summary>
    public const int BytesPerElement = sizeof(long) + 1;

    /// <summary>Of a part of another input, as it is stored and as integers, and of the first as integers.</summary>
    public const int ScratchBytes = PartElements * 3 * sizeof(long);

    // Beyond it float32 skips integers.
    private const long LastExact = 1 << 24;
    private const int PartElements = 4096;

    private byte[] _template = [];
    private bool[] _differs = [];
    private byte[]? _other;
    private long[]? _first, _values;

    /// <summary>Whether inputs differ in an integer of which float32 may have taken something off.</summary>
    public bool AreRounded { get; private set; }

    /// <param name="sources">By input.</param>
    /// <param name="tensors">The tensor as each of them has it.</param>
    /// <param name="slice">What to read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task ReadAsync(ITensorReader[] sources, TensorInfo[] tensors, TensorSlice slice, CancellationToken cancellationToken)
    {
        AreRounded = false;
        if (_differs.Length < slice.Length)
            (_template, _differs) = (new byte[slice.Length * sizeof(long)], new bool[slice.Length]);
        _differs.AsSpan(0, slice.Length).Clear();
        await ReadAsync(sources[0], tensors[0], slice, _template, cancellationToken);
        for (int input = 1; input < sources.Length && !slice.Tensor.DType.IsFloat(); input++)
            if (sources[input] != sources[0])
                await CompareAsync(sources[input], tensors[input], slice, cancellationToken);
    }

    /// <summary>Makes the result's elements in the tensor's type.</summary>
    /// <param name="dtype">That type.</param>
    /// <param name="result">In float32.</param>
    /// <param name="isKept">Whether the tensor is as in the first input.</param>
    /// <param name="stored">Receives them.</param>
    public void Store(TensorDType dtype, ReadOnlySpan<float> result, bool isKept, Span<byte> stored)
    {
        if (isKept)
        {
            _template.AsSpan(0, stored.Length).CopyTo(stored);
            return;
        }
        int size = dtype.Size();
        ElementConversion.FromFloat32(dtype, result, stored);
        for (int i = 0; i < result.Length; i++)
            if (!_differs[i])
                _template.AsSpan(i * size, size).CopyTo(stored[(i * size)..]);
    }

    private async Task CompareAsync(ITensorReader reader, TensorInfo tensor, TensorSlice slice, CancellationToken cancellationToken)
    {
        _other ??= new byte[PartElements * sizeof(long)];
        int at = 0;
        foreach (var part in TensorSlice.Cut(slice, PartElements))
        {
            await ReadAsync(reader, tensor, part, _other, cancellationToken);
            Compare(tensor.DType, slice.Tensor.DType, at, part.Length);
            at += part.Length;
        }
    }

    private void Compare(TensorDType dtype, TensorDType first, int at, int count)
    {
        var expected = (_first ??= new long[PartElements]).AsSpan(0, count);
        var values = (_values ??= new long[PartElements]).AsSpan(0, count);
        ElementConversion.ToInt64(first, _template.AsSpan(at * first.Size(), count * first.Size()), expected);
        ElementConversion.ToInt64(dtype, _other.AsSpan(0, count * dtype.Size()), values);
        for (int i = 0; i < count; i++)
            if (values[i] != expected[i])
            {
                _differs[at + i] = true;
                AreRounded |= IsBeyond(values[i]) || IsBeyond(expected[i]);
            }
    }

    private static bool IsBeyond(long value) => value is > LastExact or < -LastExact;

    private static ValueTask ReadAsync(ITensorReader reader, TensorInfo tensor, TensorSlice slice, byte[] destination, CancellationToken cancellationToken)
    {
        int bytes = slice.Length * tensor.DType.Size();
        MergeMetrics.BytesRead.Add(bytes);
        return reader.ReadStoredAsync(tensor, slice.First, destination.AsMemory(0, bytes), cancellationToken);
    }
}
