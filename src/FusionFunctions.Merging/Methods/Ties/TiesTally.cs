using System.Numerics.Tensors;
using FusionFunctions.Merging.Analyses;
using FusionFunctions.Merging.Selection;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>What one worker has counted in a pass.</summary>
internal sealed class TiesTally : IPassTally, IDisposable
{
    private const int Part = PoolSlice.PartElements;
    private readonly TiesAnalysis _analysis;
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private readonly TrimmingCount[] _counts;
    private readonly float[] _room = new float[Part];
    private readonly float[] _sums = new float[Part];
    private readonly ushort[] _within = new ushort[Part / Lanes.Count];
    private readonly ushort[] _unsure = new ushort[Part / Lanes.Count];
    private readonly bool[] _isUnchanged;

    /// <param name="analysis">Knows the ranges.</param>
    /// <param name="bins">Of each count.</param>
    /// <param name="deferredBytes">Room for votes that are put aside.</param>
    public TiesTally(TiesAnalysis analysis, int bins, long deferredBytes)
    {
        _analysis = analysis;
        _counts = [.. analysis.Searches.Select(search => new TrimmingCount(search.Range, bins))];
        _isUnchanged = new bool[_counts.Length];
        Vote = new(_counts, deferredBytes);
    }

    public MajorityVote Vote { get; }

    /// <summary>By model.</summary>
    public IReadOnlyList<TrimmingCount> Counts => _counts;

    /// <summary>Names of tensors in which a model has an entry that is not zero, where the scope asks.</summary>
    public IReadOnlySet<string> Changed => _changed;

    /// <summary>Besides votes that are put aside.</summary>
    public static long Bytes(int models, int bins) => (models * MagnitudeCount.MostBytes(bins)) + (3 * Part * sizeof(float)) + MajorityVote.Bytes(models);

    /// <summary>Lets go of the memory of what was counted.</summary>
    public void Dispose()
    {
        Vote.Dispose();
        foreach (var count in _counts)
            count.Count.Dispose();
    }

    public bool Observe(in PoolSlice slice)
    {
        int weight = _analysis.Scope.Weight(slice.Tensor);
        if (weight == 0)
            return false;
        if (slice.FindUnchanged(_isUnchanged) && _counts.All(count => count.TakesZerosAtOnce))
        {
            foreach (var count in _counts)
                count.AddZeros((long)slice.Length * weight);
            return true;
        }
        var vectors = new TaskVectors(slice, _analysis.Drop);
        bool isFinite = true;
        for (int at = 0; at < slice.Length; at += Part)
            isFinite &= Observe(slice.PartAt(at), vectors, at, weight);
        return isFinite;
    }

    /// <returns>Whether the sums are finite. What is trimmed or dropped still makes them NaN where it was not.</returns>
    private bool Observe(in PoolSlice part, in TaskVectors vectors, int first, int weight)
    {
        int count = part.Length, whole = Lanes.Whole(count);
        var sums = _sums.AsSpan(0, whole);
        Span<ushort> within = _within.AsSpan(0, whole / Lanes.Count), unsure = _unsure.AsSpan(0, within.Length);
        sums.Clear();
        unsure.Clear();
        for (int model = 0; model < _counts.Length; model++)
        {
            if (_isUnchanged[model] && _counts[model].TakesZerosAtOnce)
            {
                _counts[model].AddZeros((long)count * weight);
                continue;
            }
            _counts[model].AddTrimmed(vectors.Of(model, first, count, _room), weight, sums, within);
            _counts[model].AddZeros((long)weight * (count - whole));
            TensorPrimitives.BitwiseOr(unsure, within, unsure);
        }
        Vote.Add(vectors, first, count, sums, unsure, weight);
        bool isFinite = TensorPrimitives.IsFiniteAll<float>(sums);
        if (!isFinite)
            CountNaNs(vectors, first, count, weight);
        if (_analysis.Scope.IsOfChanged && !_changed.Contains(part.Tensor.Name) && IsChanged(vectors, first, count))
            _changed.Add(part.Tensor.Name);
        return isFinite;
    }

    private void CountNaNs(in TaskVectors vectors, int first, int count, int weight)
    {
        for (int model = 0; model < _counts.Length; model++)
            _counts[model].AddNaNs(EntriesOf(vectors, model, first, count), weight);
    }

    private bool IsChanged(in TaskVectors vectors, int first, int count)
    {
        for (int model = 0; model < _counts.Length; model++)
            if (!_isUnchanged[model] && EntriesOf(vectors, model, first, count).ContainsAnyExcept(0f))
                return true;
        return false;
    }

    private Span<float> EntriesOf(in TaskVectors vectors, int model, int first, int count)
    {
        var entries = _room.AsSpan(0, count);
        vectors.CopyTo(model, first, entries);
        return entries;
    }
}
