using FusionFunctions.Merging.Selection;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>
/// One model's part of a sample, and the range in which the magnitude of a rank presumably lies: that of the sample, give or take three standard
/// errors. These are estimated from how much one chunk differs from the next, since entries of a chunk are alike.
/// </summary>
/// <param name="chunks">In the vector's order.</param>
internal sealed class SampledMagnitudes(IReadOnlyList<SampledChunk> chunks)
{
    private const double StandardErrors = 3;

    // So few that they stay in a core's cache; what falls into the bins that matter is sorted.
    private const int Bins = 1 << 14;

    // Of the vector, besides entries that were looked at.
    private readonly long _zeros = chunks.Sum(chunk => (long)chunk.Zeros * chunk.Weight);

    /// <param name="rank">Of the sample.</param>
    /// <param name="isWhole">Whether the sample is everything there is.</param>
    public MagnitudeRange Around(long rank, bool isWhole)
    {
        using var count = new MagnitudeCount(MagnitudeRange.All, Bins);
        foreach (var chunk in chunks)
            count.Add(chunk.Entries.Span, chunk.Weight);
        count.AddFirst(_zeros);
        double error = isWhole ? 0 : StandardErrors * StandardError(Magnitude.ToSingle(count.BinOf(rank, out _, out _).First));
        long least = (long)Math.Floor(rank - error), most = (long)Math.Ceiling(rank + error);
        uint first = count.BinOf(least, out long below, out _).First, last = count.BinOf(most, out _, out _).Last;
        return Between(Within(first, last), least - below, most - below) ?? new(first, last);
    }

    /// <summary>Of the number of entries below the value, from the differences of successive chunks.</summary>
    private double StandardError(float value)
    {
        double squares = 0, last = double.NaN;
        foreach (var chunk in chunks)
        {
            double below = chunk.Below(value);
            squares += double.IsNaN(last) ? 0 : (below - last) * (below - last);
            last = below;
        }
        return Math.Sqrt(squares / 2);
    }

    /// <summary>In any order; zeros, which adapters leave in great numbers, are one entry.</summary>
    private List<(uint Magnitude, long Weight)> Within(uint first, uint last)
    {
        var within = new List<(uint, long)>();
        long zeros = first == 0 ? _zeros : 0;
        foreach (var chunk in chunks)
            foreach (float entry in chunk.Entries.Span)
                if (Magnitude.Of(entry) is var magnitude && magnitude - first > last - first)
                    continue;
                else if (magnitude == 0)
                    zeros += chunk.Weight;
                else
                    within.Add((magnitude, chunk.Weight));
        if (zeros > 0)
            within.Add((0, zeros));
        return within;
    }

    /// <summary>From the magnitude of one rank to that of another, or of the nearest ranks that there are; null where there is nothing.</summary>
    private static MagnitudeRange? Between(List<(uint Magnitude, long Weight)> magnitudes, long least, long most)
    {
        if (magnitudes.Count == 0)
            return null;
        // A model that left most entries alone has nothing but zeros here.
        if (magnitudes.TrueForAll(entry => entry.Magnitude == magnitudes[0].Magnitude))
            return new(magnitudes[0].Magnitude, magnitudes[0].Magnitude);
        magnitudes.Sort();
        uint first = magnitudes[^1].Magnitude;
        long passed = 0;
        bool isBegun = false;
        foreach (var (magnitude, weight) in magnitudes)
        {
            passed += weight;
            if (!isBegun && passed >= least)
                (first, isBegun) = (magnitude, true);
            if (passed >= most)
                return new(first, magnitude);
        }
        return new(first, magnitudes[^1].Magnitude);
    }
}
