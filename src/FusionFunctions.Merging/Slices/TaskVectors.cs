using System.Numerics;
using System.Numerics.Tensors;
using FusionFunctions.Merging.Methods.Dare;

namespace FusionFunctions.Merging.Slices;

/// <summary>tᵢ = θᵢ − θ₀ of every model, with some entries dropped at random where asked for.</summary>
internal readonly ref struct TaskVectors
{
    private static readonly float[] s_zeros = new float[PoolSlice.PartElements];
    private readonly PoolSlice _slice;
    private readonly RandomDrop? _drop;
    private readonly ReadOnlySpan<ulong> _keys;

    public TaskVectors(PoolSlice slice, RandomDrop? drop = null)
    {
        _slice = slice;
        _drop = drop?.Takes(slice.Tensor) == true ? drop : null;
        _keys = _drop is null ? [] : _drop.Keys(slice.Tensor);
    }

    public int Models => _slice.Models;

    public int Length => _slice.Length;

    public Vector<float> Pretrained(int at) => Lanes.Load(_slice.Pretrained, at);

    /// <summary>Entries of one model's task vector; lanes past the end are zero.</summary>
    public Vector<float> this[int model, int at]
    {
        get
        {
            var entries = Lanes.Load(_slice[model], at) - Lanes.Load(_slice.Pretrained, at);
            return _drop is null ? entries : _drop.Apply(entries, _keys[model], _slice.First + at);
        }
    }

    /// <summary>One entry of a model's task vector.</summary>
    public float Entry(int model, int at) => _drop is null ? _slice[model][at] - _slice.Pretrained[at] : this[model, at][0];

    /// <summary>Consecutive entries of one model's task vector, followed by zeros up to whole vectors.</summary>
    /// <param name="model">The model.</param>
    /// <param name="first">The first entry.</param>
    /// <param name="count">At most <see cref="PoolSlice.PartElements"/>.</param>
    /// <param name="room">For entries that cannot be looked at where they are.</param>
    public Difference Of(int model, int first, int count, Span<float> room)
    {
        if (_drop is null && count % Lanes.Count == 0)
            return new(_slice[model].Slice(first, count), _slice.Pretrained.Slice(first, count));
        int whole = Lanes.Whole(count);
        CopyTo(model, first, room[..count]);
        room[count..whole].Clear();
        // Nothing is left to be subtracted.
        return new(room[..whole], s_zeros.AsSpan(0, whole));
    }

    /// <summary>Consecutive entries of one model's task vector.</summary>
    public void CopyTo(int model, int first, Span<float> entries)
    {
        TensorPrimitives.Subtract(_slice[model].Slice(first, entries.Length), _slice.Pretrained.Slice(first, entries.Length), entries);
        for (int at = 0; at < entries.Length && _drop is not null; at += Lanes.Count)
            Lanes.Store(_drop.Apply(Lanes.Load(entries, at), _keys[model], _slice.First + first + at), entries, at);
    }

    /// <summary>One model's task vector, without any dropping.</summary>
    public static void Subtract(in PoolSlice slice, int model, Span<float> entries) =>
        TensorPrimitives.Subtract(slice[model], slice.Pretrained, entries);
}
