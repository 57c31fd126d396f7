using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.Merging.Slices;

/// <summary>The same consecutive elements of one tensor in every model of the pool.</summary>
public readonly ref struct PoolSlice
{
    /// <summary>Elements that are worked on at a time where several steps follow one another: a few such parts fit into a core's first cache.</summary>
    public const int PartElements = 1024;

    private readonly ReadOnlySpan<float[]> _models;
    private readonly int _offset;

    /// <param name="tensor">The tensor that was cut.</param>
    /// <param name="first">The tensor's element with which the slice begins.</param>
    /// <param name="pretrained">The base's elements; empty where the method reads no base.</param>
    /// <param name="models">The models' elements, in pool order; each at least as long as the slice.</param>
    /// <param name="length">Elements in the slice.</param>
    public PoolSlice(TensorInfo tensor, long first, ReadOnlySpan<float> pretrained, ReadOnlySpan<float[]> models, int length)
        : this(tensor, first, pretrained, models, 0, length)
    {
    }

    private PoolSlice(TensorInfo tensor, long first, ReadOnlySpan<float> pretrained, ReadOnlySpan<float[]> models, int offset, int length)
    {
        Tensor = tensor;
        First = first;
        Pretrained = pretrained;
        _models = models;
        _offset = offset;
        Length = length;
    }

    public TensorInfo Tensor { get; }

    /// <summary>The place of the slice's first element in the tensor, in row-major order.</summary>
    public long First { get; }

    public ReadOnlySpan<float> Pretrained { get; }

    /// <summary>How many models are merged, the base not counted.</summary>
    public int Models => _models.Length;

    public int Length { get; }

    /// <summary>The elements of one model, 0-based in pool order.</summary>
    public ReadOnlySpan<float> this[int model] => _models[model].AsSpan(_offset, Length);

    /// <summary>
    /// Tells which models have these elements from the base, as most of those with an adapter do, where all are finite: their task vectors are zero here.
    /// </summary>
    /// <param name="isUnchanged">By model, filled.</param>
    /// <returns>Whether all have.</returns>
    public bool FindUnchanged(Span<bool> isUnchanged)
    {
        bool isAny = false;
        for (int model = 0; model < Models; model++)
            isAny |= isUnchanged[model] = IsOfBase(model);
        if (isAny && !TensorPrimitives.IsFiniteAll(Pretrained))
            isUnchanged.Clear();
        return !isUnchanged.Contains(false);
    }

    /// <summary>Whether all models have these elements from the base, and all are finite: then there are no task vectors but zeros.</summary>
    public bool IsUnchanged
    {
        get
        {
            for (int model = 0; model < Models; model++)
                if (!IsOfBase(model))
                    return false;
            return TensorPrimitives.IsFiniteAll(Pretrained);
        }
    }

    /// <summary>At most <see cref="PartElements"/> elements.</summary>
    public PoolSlice PartAt(int at) => Part(at, Math.Min(PartElements, Length - at));

    /// <summary>A slice of the slice.</summary>
    public PoolSlice Part(int at, int length) =>
        new(Tensor, First + at, Pretrained.IsEmpty ? [] : Pretrained.Slice(at, length), _models, _offset + at, length);

    private bool IsOfBase(int model) => Unsafe.AreSame(ref MemoryMarshal.GetReference(this[model]), ref MemoryMarshal.GetReference(Pretrained));
}
