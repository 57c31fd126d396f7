using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>
/// Entries of which it is not yet known whether they are trimmed, with those of the other models at the same place: their votes on the
/// majority sign are counted when the thresholds are known.
/// </summary>
/// <param name="models">How many there are.</param>
/// <param name="bytes">Room; what does not fit is lost.</param>
internal sealed class DeferredVotes(int models, long bytes)
{
    private readonly PooledBlocks _places = new();

    // The entries, and how often the place stands in the vector.
    private int PlaceElements => models + 1;

    /// <summary>Whether some did not fit.</summary>
    public bool IsOverfull { get; private set; }

    /// <param name="entries">Of one place, by model.</param>
    /// <param name="weight">How often it stands in the vector.</param>
    public void Add(ReadOnlySpan<float> entries, int weight)
    {
        IsOverfull |= _places.BytesWith(PlaceElements) > bytes;
        if (IsOverfull)
        {
            Return();
            return;
        }
        var place = _places.Take(PlaceElements).Span;
        entries.CopyTo(place);
        place[models] = weight;
    }

    /// <summary>How many places elect the positive sign, less those that elect the negative one.</summary>
    public long Balance(ReadOnlySpan<float> thresholds)
    {
        long balance = 0;
        foreach (var block in _places.Used)
            for (var places = block.Span; !places.IsEmpty; places = places[PlaceElements..])
                balance += Balance(places[..PlaceElements], thresholds);
        return balance;
    }

    /// <summary>Nothing can be added or counted any more.</summary>
    public void Return() => _places.Return();

    private static long Balance(ReadOnlySpan<float> place, ReadOnlySpan<float> thresholds)
    {
        float sum = 0;
        for (int model = 0; model < thresholds.Length; model++)
            sum += place[model] * (MathF.Abs(place[model]) >= thresholds[model] ? 1 : 0);
        return sum > 0 ? (long)place[^1] : sum < 0 ? -(long)place[^1] : 0;
    }
}
