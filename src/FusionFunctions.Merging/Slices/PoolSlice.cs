using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Merging.Slices;

/// <summary>The same consecutive elements of one tensor in every model of the pool.</summary>
public readonly ref struct PoolSlice
{
    private readonly ReadOnlySpan<float[]> _models;
    private readonly int _length;

    /// <param name="tensor">The tensor that was cut.</param>
    /// <param name="pretrained">The base's elements; empty where the method reads no base.</param>
    /// <param name="models">The models' elements, in pool order; each at least as long as the slice.</param>
    /// <param name="length">Elements in the slice.</param>
    public PoolSlice(TensorInfo tensor, ReadOnlySpan<float> pretrained, ReadOnlySpan<float[]> models, int length)
    {
        Tensor = tensor;
        Pretrained = pretrained;
        _models = models;
        _length = length;
    }

    public TensorInfo Tensor { get; }

    public ReadOnlySpan<float> Pretrained { get; }

    /// <summary>How many models are merged, the base not counted.</summary>
    public int Models => _models.Length;

    public int Length => _length;

    /// <summary>The elements of one model, 0-based in pool order.</summary>
    public ReadOnlySpan<float> this[int model] => _models[model].AsSpan(0, _length);
}
