using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Merging.Slices;
using FusionFunctions.Merging.Telemetry;

namespace FusionFunctions.Merging.Engine;

/// <summary>Room for one slice of every input; used again and again.</summary>
/// <param name="layout">Of the pool.</param>
/// <param name="isExact">Whether a tensor's stored elements are needed besides.</param>
/// <param name="elements">Of a slice, at most.</param>
internal sealed class SliceInputs(PoolLayout layout, Func<TensorInfo, bool> isExact, int elements) : IDisposable
{
    private readonly float[][] _room = [.. layout.Pool.Inputs.Select(_ => SliceRoom.Rent(elements))];
    private readonly float[][] _inputs = new float[layout.Pool.Inputs.Count][];
    private readonly ITensorReader[] _sources = new ITensorReader[layout.Pool.Inputs.Count];
    private readonly ITensorReader[] _readers = [.. layout.Pool.Inputs.Select(input => input.Tensors)];
    private readonly TensorInfo[] _tensors = new TensorInfo[layout.Pool.Inputs.Count];

    // By input: the first that has the tensor from the same source.
    private readonly int[] _first = new int[layout.Pool.Inputs.Count];

    private readonly BasisRoom _basis = new(elements);
    private readonly StoredInputs _stored = new();
    private TensorInfo? _tensor;
    private bool _isExact;

    /// <summary>Slices that there is room for: one of each input, and where inputs are updates of a model, one of that.</summary>
    public static int RoomsOf(PoolLayout layout)
    {
        var inputs = layout.Pool.Inputs;
        bool isUpdated = layout.Tensors.Any(tensor => inputs.Where((input, i) => input.Tensors.SourceOf(layout.TensorOf(i, tensor.Name)) is IUpdatedTensors).Any());
        return inputs.Count + (isUpdated ? 1 : 0);
    }

    /// <summary>By input: whether its part of the current slice was seen to hold a NaN or an infinity.</summary>
    public bool[] NonFinite { get; } = new bool[layout.Pool.Inputs.Count];

    /// <summary>Reads every input's part; a tensor that several inputs have from the same source is read once.</summary>
    /// <param name="slice">What to read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task ReadAsync(TensorSlice slice, CancellationToken cancellationToken)
    {
        Find(slice.Tensor);
        for (int input = 0; input < _inputs.Length; input++)
        {
            var tensor = _tensors[input];
            int source = _first[input];
            _inputs[input] = _room[source];
            if (source != input)
                continue;
            var elements = _room[input].AsMemory(0, slice.Length);
            if (_sources[input] is IUpdatedTensors updated)
                await updated.UpdateAsync(tensor, slice.First, await BasisAsync(updated.BasisOf(tensor), slice, input, cancellationToken), elements, cancellationToken);
            else
                await ReadAsync(_readers[input], tensor, slice, elements, cancellationToken);
        }
        if (_isExact)
            await _stored.ReadAsync(_sources, _tensors, slice, cancellationToken);
        NonFinite.AsSpan().Clear();
    }

    /// <summary>Read once for all inputs that are updates of it.</summary>
    private ValueTask<ReadOnlyMemory<float>> BasisAsync(ITensorReader basis, TensorSlice slice, int input, CancellationToken cancellationToken) =>
        Array.IndexOf(_sources, basis, 0, input) is var read and >= 0
            ? new(_room[read].AsMemory(0, slice.Length))
            : _basis.GetAsync(basis, slice, elements => ReadAsync(basis, _tensors[input], slice, elements, cancellationToken));

    private static ValueTask ReadAsync(ITensorReader reader, TensorInfo tensor, TensorSlice slice, Memory<float> elements, CancellationToken cancellationToken)
    {
        MergeMetrics.BytesRead.Add((long)slice.Length * tensor.DType.Size());
        return reader.ReadAsync(tensor, slice.First, elements, cancellationToken);
    }

    /// <summary>Looks for NaN and infinity.</summary>
    /// <param name="length">Of the slice that was read.</param>
    public void Watch(int length)
    {
        for (int input = 0; input < _inputs.Length; input++)
            NonFinite[input] = _first[input] is var source && source == input ? NonFiniteWatch.Any(_room[input].AsSpan(0, length)) : NonFinite[source];
    }

    /// <summary>The base's elements, or the first model's where no base is read.</summary>
    public ReadOnlySpan<float> Template(int length) => _inputs[0].AsSpan(0, length);

    /// <summary>See <see cref="IntegerElements"/>.</summary>
    public void Settle(Span<float> integers) => IntegerElements.Settle(_inputs, integers);

    /// <summary>See <see cref="StoredInputs.AreRounded"/>.</summary>
    public bool AreRounded => _isExact && _stored.AreRounded;

    /// <inheritdoc cref="StoredInputs.Store"/>
    public void Store(TensorDType dtype, ReadOnlySpan<float> result, bool isKept, Span<byte> stored) => _stored.Store(dtype, result, isKept, stored);

    public PoolSlice Slice(TensorSlice slice) => layout.Pool.Pretrained is null
        ? new(slice.Tensor, slice.First, [], _inputs, slice.Length)
        : new(slice.Tensor, slice.First, Template(slice.Length), _inputs.AsSpan(1), slice.Length);

    public void Dispose()
    {
        foreach (float[] room in _room)
            SliceRoom.Return(room);
        _basis.Dispose();
    }

    /// <summary>Once for all slices of a tensor that come one after the other.</summary>
    private void Find(TensorInfo tensor)
    {
        if (ReferenceEquals(tensor, _tensor))
            return;
        (_tensor, _isExact) = (tensor, isExact(tensor));
        for (int input = 0; input < _inputs.Length; input++)
        {
            _tensors[input] = layout.TensorOf(input, tensor.Name);
            _sources[input] = _readers[input].SourceOf(_tensors[input]);
            _first[input] = Array.IndexOf(_sources, _sources[input]);
        }
    }
}
