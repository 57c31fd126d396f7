using System.Buffers;
using System.Numerics.Tensors;

namespace FusionFunctions.Merging.Selection;

/// <summary>How many magnitudes lie below a range, and how many in each bin of it. Its memory comes from the pool of arrays, where the next count finds it.</summary>
internal sealed class MagnitudeCount : IDisposable
{
    private const int SmallestRoom = 1 << 12;
    private readonly int _shift;
    private readonly int _mostBins;

    // Numbers within the range that are not in their bins yet: bins are far apart, and go through a core's cache once for many numbers of one model
    // instead of once for each of a few numbers of every model. Where these are few, no bins are needed.
    private uint[] _waiting = [];
    private int _waitingCount;
    private int _waitingWeight = 1;
    private long[]? _bins;

    /// <param name="range">What is divided into bins; the narrower, the faster.</param>
    /// <param name="mostBins">A power of two.</param>
    public MagnitudeCount(MagnitudeRange range, int mostBins) => (Range, _mostBins, _shift) = (range, mostBins, range.ShiftFor(mostBins));

    public MagnitudeRange Range { get; }

    /// <summary>Whether the rank is known as soon as it is known to lie in the range.</summary>
    public bool IsDecided => Range.IsOne;

    public Span<long> Bins
    {
        get
        {
            FillBins(_waiting.AsSpan(0, _waitingCount), _waitingWeight);
            _waitingCount = 0;
            return _bins.AsSpan(0, BinCount);
        }
    }

    /// <summary>How many lie in the range.</summary>
    public long Within => TensorPrimitives.Sum<long>(Bins);

    public long Below { get; private set; }

    public long NaNs { get; private set; }

    private int BinCount => (int)((Range.Last - Range.First) >> _shift) + 1;

    /// <summary>Memory in bytes, at most.</summary>
    public static long MostBytes(int bins) => (long)bins * (sizeof(long) + sizeof(uint));

    /// <summary>Counts numbers.</summary>
    public void Add(ReadOnlySpan<float> numbers, int weight = 1)
    {
        var bins = Bins;
        foreach (float number in numbers)
        {
            uint magnitude = Magnitude.Of(number);
            NaNs += magnitude == Magnitude.NaN ? weight : 0;
            if (magnitude < Range.First)
                Below += weight;
            else if (magnitude <= Range.Last)
                bins[(int)((magnitude - Range.First) >> _shift)] += weight;
        }
    }

    public void AddBelow(long count) => Below += count;

    /// <summary>Counts numbers that all have the same magnitude, as those in a range of one value have.</summary>
    public void AddFirst(long count) => Bins[0] += count;

    public void AddNaNs(long count) => NaNs += count;

    /// <summary>Counts a magnitude within the range.</summary>
    /// <param name="magnitude">Its pattern.</param>
    /// <param name="weight">How often it stands; best the same for many in a row.</param>
    public void AddWithin(uint magnitude, int weight)
    {
        if (_waitingCount == _waiting.Length || weight != _waitingWeight)
            MakeRoom(weight);
        _waiting[_waitingCount++] = magnitude;
    }

    /// <summary>Adds what another count of the same range found.</summary>
    public void Add(MagnitudeCount other)
    {
        if (other._bins is not null)
            TensorPrimitives.Add(Bins, other._bins.AsSpan(0, BinCount), Bins);
        FillBins(other._waiting.AsSpan(0, other._waitingCount), other._waitingWeight);
        Below += other.Below;
        NaNs += other.NaNs;
    }

    /// <summary>The bin in which the rank lies, 1-based; the first or last one where it lies outside.</summary>
    /// <param name="rank">1-based; 0 is as good as 1.</param>
    /// <param name="below">How many lie below that bin.</param>
    /// <param name="tied">How many lie in it.</param>
    public MagnitudeRange BinOf(long rank, out long below, out long tied)
    {
        var bins = Bins;
        below = Below;
        int bin = 0;
        for (; bin < bins.Length - 1 && below + bins[bin] < rank; bin++)
            below += bins[bin];
        tied = bins[bin];
        return Range.Bin(bin, _shift);
    }

    /// <summary>Nothing can be counted or asked any more.</summary>
    public void Dispose()
    {
        ReturnWaiting();
        _waitingCount = 0;
        if (_bins is not null)
            ArrayPool<long>.Shared.Return(_bins);
        _bins = null;
    }

    private void MakeRoom(int weight)
    {
        if (weight != _waitingWeight || _waiting.Length >= _mostBins)
            _ = Bins;
        _waitingWeight = weight;
        if (_waitingCount == _waiting.Length)
            Grow();
    }

    private void Grow()
    {
        uint[] larger = ArrayPool<uint>.Shared.Rent(Math.Min(_mostBins, Math.Max(SmallestRoom, 2 * _waiting.Length)));
        _waiting.AsSpan(0, _waitingCount).CopyTo(larger);
        ReturnWaiting();
        _waiting = larger;
    }

    private void ReturnWaiting()
    {
        if (_waiting.Length > 0)
            ArrayPool<uint>.Shared.Return(_waiting);
        _waiting = [];
    }

    private void FillBins(ReadOnlySpan<uint> magnitudes, int weight)
    {
        if (_bins is null)
        {
            _bins = ArrayPool<long>.Shared.Rent(BinCount);
            _bins.AsSpan(0, BinCount).Clear();
        }
        long[] bins = _bins;
        foreach (uint magnitude in magnitudes)
            bins[(magnitude - Range.First) >> _shift] += weight;
    }
}
