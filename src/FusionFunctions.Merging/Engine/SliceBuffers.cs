using FusionFunctions.Merging.Pools;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Engine;

/// <summary>Room for one slice of every input and every result; used again and again.</summary>
internal sealed class SliceBuffers(MergePool pool, int results, int elements)
{
    private readonly float[][] _inputs = Allocate(pool.Inputs.Count, elements);
    private readonly float[][] _results = Allocate(results, elements);

    /// <summary>By input: whether its part of the current slice holds a NaN or an infinity.</summary>
    public bool[] NonFinite { get; } = new bool[pool.Inputs.Count];

    public Memory<float> Input(int input, int length) => _inputs[input].AsMemory(0, length);

    public Memory<float> Result(int variant, int length) => _results[variant].AsMemory(0, length);

    /// <summary>The base's elements, or the first model's where no base is read.</summary>
    public ReadOnlySpan<float> Template(int length) => _inputs[0].AsSpan(0, length);

    public PoolSlice Slice(TensorSlice slice) => pool.Pretrained is null
        ? new(slice.Tensor, [], _inputs, slice.Length)
        : new(slice.Tensor, Template(slice.Length), _inputs.AsSpan(1), slice.Length);

    private static float[][] Allocate(int count, int elements) => [.. Enumerable.Range(0, count).Select(_ => new float[elements])];
}
