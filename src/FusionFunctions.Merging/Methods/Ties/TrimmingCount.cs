using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FusionFunctions.Merging.Selection;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>
/// Counts the entries of one model's task vector around its threshold, and trims them: below the range of the count they become zero (infinities
/// NaN), as they do when they are trimmed at any value within. What lies within may be trimmed or not.
/// </summary>
internal sealed class TrimmingCount
{
    private const int BitsOfVector = 8 * sizeof(ushort);
    private const int VectorsAtATime = sizeof(ulong) / sizeof(ushort);

    // All NaNs are one magnitude, but have many patterns.
    private readonly Vector<int> _first;
    private readonly Vector<int> _last;

    /// <param name="range">In which the threshold lies, presumably.</param>
    /// <param name="mostBins">A power of two.</param>
    public TrimmingCount(MagnitudeRange range, int mostBins)
    {
        Count = new(range, mostBins);
        _first = new((int)Math.Min(range.First, Magnitude.Infinity + 1));
        _last = new(range.Last == Magnitude.NaN ? (int)Magnitude.NaN : (int)Math.Min(range.Last, Magnitude.Infinity));
    }

    /// <summary>Without the NaNs, which are counted by <see cref="AddNaNs"/>.</summary>
    public MagnitudeCount Count { get; }

    /// <summary>Counts entries and adds them up.</summary>
    /// <param name="entries">Of the task vector.</param>
    /// <param name="weight">How often each stands in it.</param>
    /// <param name="sums">The trimmed entries are added to these.</param>
    /// <param name="within">By vector: filled with a bit for each entry that lies within the range, unless that is a single value.</param>
    public void AddTrimmed(in Difference entries, int weight, Span<float> sums, Span<ushort> within)
    {
        Count.AddBelow(AddTrimmed(entries, sums, within) * weight);
        if (Count.IsDecided)
        {
            long count = 0;
            foreach (ushort bits in within)
                count += BitOperations.PopCount(bits);
            Count.AddFirst(count * weight);
            within.Clear();
        }
        int vector = 0;
        for (; vector <= within.Length - VectorsAtATime; vector += VectorsAtATime)
            AddWithin(entries, vector, MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(within[vector..])), weight);
        for (; vector < within.Length; vector++)
            AddWithin(entries, vector, within[vector], weight);
    }

    /// <summary>What entries add to a sum at least and at most, whether they will be trimmed or not.</summary>
    /// <param name="entries">Of the task vector.</param>
    /// <param name="places">Where the vectors begin that are asked for.</param>
    /// <param name="least">By vector: sums to which the least is added.</param>
    /// <param name="most">By vector: sums to which the most is added.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddBounds(in Difference entries, ReadOnlySpan<int> places, Span<Vector<float>> least, Span<Vector<float>> most)
    {
        Vector<int> first = _first, last = _last, isUnknown = Count.IsDecided ? default : Vector<int>.AllBitsSet;
        for (int i = 0; i < places.Length; i++)
        {
            var values = entries[(nuint)places[i]];
            var magnitudes = Patterns(values);
            var isBelow = Vector.LessThan(magnitudes, first);
            var isUnsure = Vector.AndNot(isUnknown, isBelow | Vector.GreaterThan(magnitudes, last));
            var trimmed = values * Trimming.Mask(~isBelow);
            least[i] += Vector.ConditionalSelect(isUnsure, Vector.Min(trimmed, Vector<float>.Zero), trimmed);
            most[i] += Vector.ConditionalSelect(isUnsure, Vector.Max(trimmed, Vector<float>.Zero), trimmed);
        }
    }

    /// <summary>False where zeros lie within a range of several values: then it matters where they are.</summary>
    public bool TakesZerosAtOnce => Count.Range.First != 0 || Count.IsDecided;

    /// <summary>Counts zeros all at once.</summary>
    /// <param name="count">Negative: takes out zeros that were counted, and were not to be.</param>
    public void AddZeros(long count)
    {
        if (Count.Range.First == 0)
            Count.AddFirst(count);
        else
            Count.AddBelow(count);
    }

    public void AddNaNs(ReadOnlySpan<float> entries, int weight)
    {
        foreach (float entry in entries)
            Count.AddNaNs(float.IsNaN(entry) ? weight : 0);
    }

    /// <summary>Calls nothing: registers would have to be saved for it, vector by vector.</summary>
    /// <returns>How many entries are below the range.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private long AddTrimmed(Difference entries, Span<float> sums, Span<ushort> within)
    {
        ref float sum = ref MemoryMarshal.GetReference(sums);
        Vector<int> first = _first, last = _last, below = default;
        for (int vector = 0; vector < within.Length; vector++)
        {
            nuint at = (nuint)(vector * Lanes.Count);
            var values = entries[at];
            var magnitudes = Patterns(values);
            var isBelow = Vector.LessThan(magnitudes, first);
            below -= isBelow;
            within[vector] = (ushort)Lanes.Bits(~(isBelow | Vector.GreaterThan(magnitudes, last)));
            // Multiplied, not selected: a NaN entry stays, as it does when the merge trims.
            (Vector.LoadUnsafe(ref sum, at) + (values * Trimming.Mask(~isBelow))).StoreUnsafe(ref sum, at);
        }
        return Vector.Sum(below);
    }

    private void AddWithin(in Difference entries, int vector, ulong bits, int weight)
    {
        for (; bits != 0; bits &= bits - 1)
        {
            var (vectors, lane) = Math.DivRem(BitOperations.TrailingZeroCount(bits), BitsOfVector);
            Count.AddWithin(Magnitude.Of(entries.Entry(((vector + vectors) * Lanes.Count) + lane)), weight);
        }
    }

    private static Vector<int> Patterns(Vector<float> entries) => Vector.AsVectorInt32(entries) & new Vector<int>((int)Magnitude.NaN);
}
