using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Merging.Slices;
using FusionFunctions.Merging.Telemetry;

namespace FusionFunctions.Merging.Engine;

/// <summary>Room for one slice of every input; used again and again.</summary>
internal sealed class SliceInputs(PoolLayout layout, int elements)
{
    private readonly float[][] _room = [.. layout.Pool.Inputs.Select(_ => new float[elements])];
    private readonly float[][] _inputs = new float[layout.Pool.Inputs.Count][];
    private readonly ITensorReader[] _sources = new ITensorReader[layout.Pool.Inputs.Count];
    private readonly ITensorReader[] _readers = [.. layout.Pool.Inputs.Select(input => input.Tensors)];
    private readonly TensorInfo[] _tensors = new TensorInfo[layout.Pool.Inputs.Count];
    private TensorInfo? _tensor;

    /// <summary>By input: whether its part of the current slice holds a NaN or an infinity.</summary>
    public bool[] NonFinite { get; } = new bool[layout.Pool.Inputs.Count];

    /// <summary>Reads every input's part; a tensor that several inputs have from the same source is read once.</summary>
    /// <param name="slice">What to read.</param>
    /// <param name="isWatched">Whether to look for NaN and infinity.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task ReadAsync(TensorSlice slice, bool isWatched, CancellationToken cancellationToken)
    {
        Find(slice.Tensor);
        for (int input = 0; input < _inputs.Length; input++)
        {
            var tensor = _tensors[input];
            int same = Array.IndexOf(_sources, _sources[input]);
            _inputs[input] = _room[same];
            if (same == input)
            {
                var elements = _room[input].AsMemory(0, slice.Length);
                await _readers[input].ReadAsync(tensor, slice.First, elements, cancellationToken);
                MergeMetrics.BytesRead.Add((long)slice.Length * tensor.DType.Size());
                NonFinite[input] = isWatched && NonFiniteWatch.Any(elements.Span);
            }
            else
                NonFinite[input] = NonFinite[same];
        }
    }

    /// <summary>The base's elements, or the first model's where no base is read.</summary>
    public ReadOnlySpan<float> Template(int length) => _inputs[0].AsSpan(0, length);

    public PoolSlice Slice(TensorSlice slice) => layout.Pool.Pretrained is null
        ? new(slice.Tensor, slice.First, [], _inputs, slice.Length)
        : new(slice.Tensor, slice.First, Template(slice.Length), _inputs.AsSpan(1), slice.Length);

    /// <summary>Once for all slices of a tensor that come one after the other.</summary>
    private void Find(TensorInfo tensor)
    {
        if (ReferenceEquals(tensor, _tensor))
            return;
        _tensor = tensor;
        for (int input = 0; input < _inputs.Length; input++)
        {
            _tensors[input] = layout.TensorOf(input, tensor.Name);
            _sources[input] = _readers[input].SourceOf(_tensors[input]);
        }
    }
}
