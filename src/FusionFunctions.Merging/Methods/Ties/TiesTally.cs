using System.Numerics;
using FusionFunctions.Merging.Analyses;
using FusionFunctions.Merging.Selection;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>What one worker has counted in a pass.</summary>
internal sealed class TiesTally(TiesAnalysis analysis, int bins, long deferredBytes) : IPassTally
{
    private const int Part = PoolSlice.PartElements;
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private readonly float[] _entries = new float[analysis.Searches.Count * Part];
    private readonly float[] _sums = new float[Part];
    private readonly int[] _unsure = new int[Part];
    private readonly bool[] _isUnchanged = new bool[analysis.Searches.Count];

    /// <summary>Besides bins and what is put aside.</summary>
    public static long FixedBytes(int models) => ((models + 2L) * Part * sizeof(float)) + (models * MagnitudeCount.FixedBytes);

    /// <summary>By model.</summary>
    public MagnitudeCount[] Counts { get; } = [.. analysis.Searches.Select(search => new MagnitudeCount(search.Range, bins))];

    /// <summary>Names of tensors in which a model has an entry that is not zero.</summary>
    public IReadOnlySet<string> Changed => _changed;

    /// <summary>Places that elect the positive sign, less those that elect the negative one; without what is put aside.</summary>
    public long Balance { get; private set; }

    public DeferredVotes Deferred { get; } = new(analysis.Searches.Count, deferredBytes);

    public void Observe(in PoolSlice slice)
    {
        int weight = analysis.Scope.Weight(slice.Tensor);
        if (weight == 0)
            return;
        var vectors = new TaskVectors(slice, analysis.Drop);
        for (int at = 0; at < slice.Length; at += Part)
            Observe(slice.PartAt(at), vectors, at, weight);
    }

    /// <summary>Takes over what another tally counted, but for what that put aside.</summary>
    public void Add(TiesTally other)
    {
        foreach (var (count, more) in Counts.Zip(other.Counts))
            count.Add(more);
        _changed.UnionWith(other._changed);
        Balance += other.Balance;
    }

    private void Observe(in PoolSlice part, in TaskVectors vectors, int first, int weight)
    {
        int count = part.Length;
        _sums.AsSpan().Clear();
        _unsure.AsSpan().Clear();
        bool isChanged = false;
        part.FindUnchanged(_isUnchanged);
        for (int model = 0; model < Counts.Length; model++)
        {
            var entries = _entries.AsSpan(model * Part, Part);
            if (_isUnchanged[model] && Counts[model].TryAddZeros((long)count * weight))
            {
                entries.Clear();
                continue;
            }
            entries[count..].Clear();
            vectors.CopyTo(model, first, entries[..count]);
            isChanged |= Counts[model].AddTrimmed(entries, count, weight, _sums, _unsure);
        }
        if (isChanged)
            _changed.Add(part.Tensor.Name);
        Vote(count, weight);
    }

    private void Vote(int count, int weight)
    {
        var balance = Vector<int>.Zero;
        for (int at = 0; at < count; at += Vector<int>.Count)
        {
            Vector<float> sums = new(_sums, at);
            Vector<int> unsure = new(_unsure, at);
            // A true lane is -1.
            balance += Vector.AndNot(Vector.LessThan(sums, Vector<float>.Zero) - Vector.GreaterThan(sums, Vector<float>.Zero), unsure);
            if (unsure != Vector<int>.Zero)
                Defer(at, Math.Min(count, at + Vector<int>.Count), weight);
        }
        Balance += (long)Vector.Sum(balance) * weight;
    }

    private void Defer(int at, int end, int weight)
    {
        for (; at < end; at++)
            if (_unsure[at] != 0)
                Deferred.Add(_entries, Part, at, weight);
    }
}
