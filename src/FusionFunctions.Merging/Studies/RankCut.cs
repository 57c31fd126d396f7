using FusionFunctions.Merging.Selection;

namespace FusionFunctions.Merging.Studies;

/// <summary>
/// Divides numbers, which must not be negative, at a rank: so many are below. Of equal numbers the later counts as the larger, and NaN as the
/// largest of all. Two passes find the number that has the rank; then each further pass sees all numbers again, in their order.
/// </summary>
/// <param name="rank">0-based; asked when the first pass is complete.</param>
internal sealed class RankCut(Func<long> rank)
{
    public const int Passes = 2;

    /// <summary>Of the bins.</summary>
    public const long ScratchBytes = sizeof(long) * MostBins;

    // The upper 16 bits of a magnitude's pattern, then the lower 15.
    private const int MostBins = 1 << 16;

    private readonly RankSearch _search = new();
    private MagnitudeCount? _count;
    private long _rank;
    private long _equalSeen;

    /// <summary>The number that has the rank.</summary>
    public float Value => _search.Value;

    public void Count(int pass, ReadOnlySpan<float> numbers) => (_count ??= new(_search.Range, MostBins)).Add(numbers);

    public void Complete(int pass)
    {
        if (pass == 0)
            _rank = rank();
        _search.Advance(_count ?? new(_search.Range, MostBins), _rank + 1);
        _count?.Dispose();
        _count = null;
    }

    /// <summary>Begins a further pass.</summary>
    public void Restart() => _equalSeen = 0;

    /// <summary>Whether the next number is below the rank.</summary>
    public bool IsBelow(float number)
    {
        uint magnitude = Magnitude.Of(number);
        return magnitude < _search.Range.First || (magnitude == _search.Range.First && _equalSeen++ < _rank - _search.Below);
    }
}
