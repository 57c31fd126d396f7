using System.Numerics;
using FusionFunctions.Merging.Slices;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Methods.Mergekit;

/// <summary>One pass counts changes; being whole numbers, they are the same however the tensor is cut.</summary>
internal sealed class RamStudy(int models, float epsilon) : TensorStudy
{
    private readonly Vector<float> _epsilon = new(epsilon);
    private readonly long[] _own = new long[models];
    private readonly long[] _shared = new long[models];

    // By element of a part: how many models change it.
    private readonly float[] _changing = new float[PoolSlice.PartElements];

    public override int Passes => 1;

    /// <summary>By model: elements that it alone changes.</summary>
    public IReadOnlyList<long> Own => _own;

    /// <summary>By model: elements that it and others change.</summary>
    public IReadOnlyList<long> Shared => _shared;

    public override void Observe(int pass, in PoolSlice slice)
    {
        for (int at = 0; at < slice.Length; at += PoolSlice.PartElements)
        {
            var vectors = new TaskVectors(slice.PartAt(at));
            SetChanging(vectors);
            for (int model = 0; model < models; model++)
                Count(vectors, model);
        }
    }

    /// <param name="slice">The slice.</param>
    /// <param name="factors">By model, of what it alone changes.</param>
    /// <param name="result">θ.</param>
    public void Merge(in PoolSlice slice, ReadOnlySpan<float> factors, Span<float> result)
    {
        var vectors = new TaskVectors(slice);
        for (int at = 0; at < result.Length; at += Lanes.Count)
        {
            Vector<float> sum = Vector<float>.Zero, enlarged = Vector<float>.Zero, count = Vector<float>.Zero;
            for (int model = 0; model < models; model++)
            {
                var changes = Ram.Changes(vectors[model, at], _epsilon);
                var entries = vectors[model, at] * changes;
                sum += entries;
                enlarged += entries * factors[model];
                count += changes;
            }
            var update = Vector.ConditionalSelect(Vector.GreaterThan(count, Vector<float>.One), sum / Vector.Max(count, Vector<float>.One), enlarged);
            Lanes.Store(vectors.Pretrained(at) + update, result, at);
        }
    }

    private void SetChanging(in TaskVectors vectors)
    {
        for (int at = 0; at < vectors.Length; at += Lanes.Count)
        {
            var count = Vector<float>.Zero;
            for (int model = 0; model < models; model++)
                count += Ram.Changes(vectors[model, at], _epsilon);
            Lanes.Store(count, _changing, at);
        }
    }

    private void Count(in TaskVectors vectors, int model)
    {
        // Up to a part's length, which float32 holds.
        Vector<float> own = Vector<float>.Zero, shared = Vector<float>.Zero;
        for (int at = 0; at < vectors.Length; at += Lanes.Count)
        {
            var changes = Ram.Changes(vectors[model, at], _epsilon);
            var isShared = Vector.GreaterThan(Lanes.Load(_changing, at), Vector<float>.One);
            shared += Vector.ConditionalSelect(isShared, changes, Vector<float>.Zero);
            own += Vector.ConditionalSelect(isShared, Vector<float>.Zero, changes);
        }
        _own[model] += (long)Vector.Sum(own);
        _shared[model] += (long)Vector.Sum(shared);
    }
}
