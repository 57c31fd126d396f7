using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FusionFunctions.Merging.Selection;

/// <summary>How many magnitudes lie below a range, and how many in each bin of it.</summary>
internal sealed class MagnitudeCount
{
    private const int WaitingRoom = 4096;
    private readonly int _shift;
    private readonly long[] _bins;

    // Numbers within the range that are not in their bins yet: bins are far apart, and go through a core's cache once for many numbers of one model
    // instead of once for each of a few numbers of every model.
    private readonly uint[] _waiting = new uint[WaitingRoom];
    private int _waitingCount;
    private int _waitingWeight;

    // All NaNs are one magnitude, but have many patterns.
    private readonly int _first;
    private readonly int _last;

    /// <param name="range">What is divided into bins; the narrower, the faster.</param>
    /// <param name="mostBins">A power of two.</param>
    public MagnitudeCount(MagnitudeRange range, int mostBins)
    {
        Range = range;
        _shift = range.ShiftFor(mostBins);
        _bins = new long[(int)((range.Last - range.First) >> _shift) + 1];
        _first = (int)Math.Min(range.First, Magnitude.Infinity + 1);
        _last = range.Last == Magnitude.NaN ? (int)Magnitude.NaN : (int)Math.Min(range.Last, Magnitude.Infinity);
    }

    public MagnitudeRange Range { get; }

    /// <summary>Besides the bins, in bytes.</summary>
    public static long FixedBytes => WaitingRoom * sizeof(uint);

    public long[] Bins
    {
        get
        {
            FillBins();
            return _bins;
        }
    }

    public long Below { get; private set; }

    public long NaNs { get; private set; }

    /// <summary>Whether the rank is known as soon as it is known to lie in the range.</summary>
    private bool IsDecided => _bins.Length == 1 && Range.IsOne;

    /// <summary>Counts numbers, each so many times.</summary>
    public void Add(ReadOnlySpan<float> numbers, int weight = 1)
    {
        foreach (float number in numbers)
        {
            uint magnitude = Magnitude.Of(number);
            NaNs += magnitude == Magnitude.NaN ? weight : 0;
            if (magnitude < Range.First)
                Below += weight;
            else if (magnitude <= Range.Last)
                _bins[(magnitude - Range.First) >> _shift] += weight;
        }
    }

    /// <summary>
    /// Counts numbers and trims them at the range: below it they become zero (infinities NaN), as they do when they are trimmed at any value within.
    /// What lies within may be trimmed or not.
    /// </summary>
    /// <param name="numbers">Whole vectors; those past the count are zeros.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="weight">How often each stands.</param>
    /// <param name="sums">The trimmed numbers are added to these.</param>
    /// <param name="unsure">All bits are set where a number lies within the range, unless that is a single value.</param>
    /// <returns>Whether any number is not zero.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool AddTrimmed(ReadOnlySpan<float> numbers, int count, int weight, Span<float> sums, Span<int> unsure)
    {
        ref float number = ref MemoryMarshal.GetReference(numbers), sum = ref MemoryMarshal.GetReference(sums);
        ref int mark = ref MemoryMarshal.GetReference(unsure);
        bool isDecided = IsDecided;
        if (weight != _waitingWeight)
            FillBins();
        _waitingWeight = weight;
        Vector<int> pattern = new((int)Magnitude.NaN), first = new(_first), last = new(_last);
        Vector<int> below = default, within = default, largest = default;
        for (nuint at = 0; at < (nuint)count; at += (nuint)Vector<float>.Count)
        {
            var values = Vector.LoadUnsafe(ref number, at);
            var magnitudes = Vector.AsVectorInt32(values) & pattern;
            var isBelow = Vector.LessThan(magnitudes, first);
            var isWithin = ~(isBelow | Vector.GreaterThan(magnitudes, last));
            below -= isBelow;
            largest = Vector.Max(largest, magnitudes);
            if (isDecided)
                within -= isWithin;
            else if (isWithin != Vector<int>.Zero)
            {
                AddWithin(isWithin, ref Unsafe.Add(ref number, at));
                (Vector.LoadUnsafe(ref mark, at) | isWithin).StoreUnsafe(ref mark, at);
            }
            // Multiplied, not selected: a NaN entry stays, as it does when the merge trims.
            var kept = Vector.ConditionalSelect(isBelow, Vector<float>.Zero, Vector<float>.One);
            (Vector.LoadUnsafe(ref sum, at) + (values * kept)).StoreUnsafe(ref sum, at);
        }
        Below += Vector.Sum(below) * (long)weight;
        _bins[0] += Vector.Sum(within) * (long)weight;
        RemoveZeros((long)weight * (-count & (Vector<float>.Count - 1)));
        if (Vector.GreaterThanAny(largest, new Vector<int>((int)Magnitude.Infinity)))
            foreach (float value in numbers[..count])
                NaNs += float.IsNaN(value) ? weight : 0;
        return largest != Vector<int>.Zero;
    }

    /// <summary>Counts zeros all at once.</summary>
    /// <returns>False, and nothing is counted, where they lie within a range of several values: then it matters where they are.</returns>
    public bool TryAddZeros(long count)
    {
        if (Range.First == 0 && !IsDecided)
            return false;
        RemoveZeros(-count);
        return true;
    }

    /// <summary>Takes out zeros that were counted, and were not to be.</summary>
    public void RemoveZeros(long count)
    {
        if (Range.First == 0)
            _bins[0] -= count;
        else
            Below -= count;
    }

    /// <summary>Adds what another count of the same range found.</summary>
    public void Add(MagnitudeCount other)
    {
        TensorPrimitives.Add(Bins, other.Bins, Bins);
        Below += other.Below;
        NaNs += other.NaNs;
    }

    /// <summary>The bin in which the rank lies, 1-based; the first or last one where it lies outside.</summary>
    /// <param name="rank">1-based; 0 is as good as 1.</param>
    /// <param name="below">How many lie below that bin.</param>
    /// <param name="tied">How many lie in it.</param>
    public MagnitudeRange BinOf(long rank, out long below, out long tied)
    {
        below = Below;
        int bin = 0;
        for (; bin < Bins.Length - 1 && below + Bins[bin] < rank; bin++)
            below += Bins[bin];
        tied = Bins[bin];
        return Range.Bin(bin, _shift);
    }

    /// <summary>Puts aside those numbers of a vector that lie within, nearly always a single one.</summary>
    private void AddWithin(Vector<int> isWithin, ref float numbers)
    {
        if (_waitingCount > WaitingRoom - Vector<int>.Count)
            FillBins();
        for (uint lanes = LanesOf(isWithin); lanes != 0; lanes &= lanes - 1)
            _waiting[_waitingCount++] = Magnitude.Of(Unsafe.Add(ref numbers, BitOperations.TrailingZeroCount(lanes)));
    }

    private void FillBins()
    {
        foreach (uint magnitude in _waiting.AsSpan(0, _waitingCount))
            _bins[(magnitude - Range.First) >> _shift] += _waitingWeight;
        _waitingCount = 0;
    }

    /// <summary>One bit for each lane.</summary>
    private static uint LanesOf(Vector<int> mask) =>
        Vector<int>.Count > Vector256<int>.Count ? (uint)mask.AsVector512().ExtractMostSignificantBits() : mask.AsVector256().ExtractMostSignificantBits();
}
