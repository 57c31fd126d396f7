using System.Numerics;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>Counts the signs of sums of trimmed entries. Where a sign depends on entries that may be trimmed or not, the place is put aside.</summary>
/// <param name="counts">Know what is trimmed, by model.</param>
/// <param name="deferredBytes">Room for what is put aside.</param>
internal sealed class MajorityVote(TrimmingCount[] counts, long deferredBytes) : IDisposable
{
    private const int Vectors = PoolSlice.PartElements / 4;
    private readonly int[] _places = new int[Vectors];
    private readonly Vector<float>[] _least = new Vector<float>[Vectors];
    private readonly Vector<float>[] _most = new Vector<float>[Vectors];
    private readonly float[] _room = new float[PoolSlice.PartElements];
    private readonly float[] _entries = new float[counts.Length];

    private readonly DeferredVotes _deferred = new(counts.Length, deferredBytes);
    private long _balance;

    /// <summary>Whether not all that was put aside found room: then the vote must be taken again.</summary>
    public bool IsOverfull => _deferred.IsOverfull;

    /// <summary>Memory besides what is put aside.</summary>
    public static long Bytes(int models) => Vectors * (sizeof(int) + (2L * Lanes.Count * sizeof(float))) + ((PoolSlice.PartElements + models) * sizeof(float));

    /// <param name="vectors">The task vectors.</param>
    /// <param name="first">The place with which the part begins.</param>
    /// <param name="count">Places of the part.</param>
    /// <param name="sums">Of the trimmed entries; zeros past the count.</param>
    /// <param name="unsure">By vector: a bit for each sum that is not known yet.</param>
    /// <param name="weight">How often each place stands in the vector.</param>
    public void Add(in TaskVectors vectors, int first, int count, ReadOnlySpan<float> sums, ReadOnlySpan<ushort> unsure, int weight)
    {
        var balance = Vector<int>.Zero;
        int within = 0;
        for (int vector = 0; vector < unsure.Length; vector++)
        {
            var sum = new Vector<float>(sums[(vector * Lanes.Count)..]);
            balance += Signs(sum, sum);
            _places[within] = vector * Lanes.Count;
            within += unsure[vector] == 0 ? 0 : 1;
        }
        if (within > 0 && !IsOverfull)
        {
            var places = _places.AsSpan(0, within);
            FindBounds(vectors, first, count, places);
            for (int i = 0; i < within; i++)
            {
                var sum = new Vector<float>(sums[places[i]..]);
                var signs = Signs(_least[i], _most[i]);
                balance += signs - Signs(sum, sum);
                var isZero = Vector.Equals(_least[i], Vector<float>.Zero) & Vector.Equals(_most[i], Vector<float>.Zero);
                PutAside(vectors, first + places[i], Lanes.Bits(Vector.Equals(signs, Vector<int>.Zero) & ~isZero) & unsure[places[i] / Lanes.Count], weight);
            }
        }
        _balance += (long)Vector.Sum(balance) * weight;
    }

    /// <summary>Places that elect the positive sign, less those that elect the negative one, now that it is known what is trimmed.</summary>
    public long BalanceAt(ReadOnlySpan<float> thresholds) => _balance + _deferred.Balance(thresholds);

    /// <summary>What was put aside is forgotten.</summary>
    public void Dispose() => _deferred.Return();

    /// <summary>Of sums, whatever is trimmed: rounding is monotonic, so that they are sure.</summary>
    private void FindBounds(in TaskVectors vectors, int first, int count, ReadOnlySpan<int> places)
    {
        _least.AsSpan(0, places.Length).Clear();
        _most.AsSpan(0, places.Length).Clear();
        for (int model = 0; model < counts.Length; model++)
            counts[model].AddBounds(vectors.Of(model, first, count, _room), places, _least, _most);
    }

    private void PutAside(in TaskVectors vectors, int at, uint lanes, int weight)
    {
        for (; lanes != 0; lanes &= lanes - 1)
        {
            for (int model = 0; model < counts.Length; model++)
                _entries[model] = vectors.Entry(model, at + BitOperations.TrailingZeroCount(lanes));
            _deferred.Add(_entries, weight);
        }
    }

    /// <summary>1 where a sum is positive for sure, -1 where it is negative.</summary>
    private static Vector<int> Signs(Vector<float> least, Vector<float> most) =>
        // A true lane is -1.
        Vector.LessThan(most, Vector<float>.Zero) - Vector.GreaterThan(least, Vector<float>.Zero);
}
