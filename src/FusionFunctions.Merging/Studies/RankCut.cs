using FusionFunctions.Merging.Methods.Ties;

namespace FusionFunctions.Merging.Studies;

/// <summary>
/// Divides numbers, which must not be negative, at a rank: so many are below. Of equal numbers the later counts as the larger, and NaN as the
/// largest of all. Two passes find the number that has the rank; then each further pass sees all numbers again, in their order.
/// </summary>
/// <param name="rank">0-based; asked when the first pass is complete.</param>
internal sealed class RankCut(Func<long> rank)
{
    public const int Passes = 2;

    /// <summary>Of the histogram.</summary>
    public const long ScratchBytes = sizeof(long) << 16;

    private readonly ModelSelection _selection = new();
    private long[]? _histogram;
    private long _rank;
    private long _equalSeen;

    /// <summary>The number that has the rank.</summary>
    public float Value => _selection.Value;

    public void Count(int pass, ReadOnlySpan<float> numbers)
    {
        var digit = MagnitudeDigit.All[pass];
        _histogram ??= new long[digit.Values];
        foreach (float number in numbers)
        {
            uint magnitude = MagnitudeDigit.Magnitude(number);
            if (digit.Prefix(magnitude) == _selection.Prefix)
                _histogram[digit.Of(magnitude)]++;
        }
    }

    public void Complete(int pass)
    {
        if (pass == 0)
            _rank = rank();
        _selection.Advance(MagnitudeDigit.All[pass], _histogram ?? new long[MagnitudeDigit.All[pass].Values], _rank + 1);
        _histogram = null;
    }

    /// <summary>Begins a further pass.</summary>
    public void Restart() => _equalSeen = 0;

    /// <summary>Whether the next number is below the rank.</summary>
    public bool IsBelow(float number)
    {
        uint magnitude = MagnitudeDigit.Magnitude(number);
        return magnitude < _selection.Prefix || (magnitude == _selection.Prefix && _equalSeen++ < _rank - _selection.Below);
    }
}
