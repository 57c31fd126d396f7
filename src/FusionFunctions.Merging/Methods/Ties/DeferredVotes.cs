namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>
/// Entries of which it is not yet known whether they are trimmed, with those of the other models at the same place: their votes on the
/// majority sign are counted when the thresholds are known.
/// </summary>
/// <param name="models">How many there are.</param>
/// <param name="bytes">Room; what does not fit is lost.</param>
internal sealed class DeferredVotes(int models, long bytes)
{
    private const int BlockPlaces = 4096;
    private readonly List<float[]> _blocks = [];
    private int _placesInLast = BlockPlaces;

    // The entries, and how often the place stands in the vector.
    private int PlaceElements => models + 1;

    /// <summary>Whether some did not fit.</summary>
    public bool IsOverfull { get; private set; }

    /// <param name="entries">Of one place, by model.</param>
    /// <param name="weight">How often it stands in the vector.</param>
    public void Add(ReadOnlySpan<float> entries, int weight)
    {
        if (_placesInLast == BlockPlaces && !TryGrow())
            return;
        var place = _blocks[^1].AsSpan(_placesInLast++ * PlaceElements, PlaceElements);
        entries.CopyTo(place);
        place[models] = weight;
    }

    /// <summary>How many places elect the positive sign, less those that elect the negative one.</summary>
    public long Balance(ReadOnlySpan<float> thresholds)
    {
        long balance = 0;
        foreach (float[] block in _blocks)
            for (int place = 0, count = block == _blocks[^1] ? _placesInLast : BlockPlaces; place < count; place++)
                balance += Balance(block.AsSpan(place * PlaceElements, PlaceElements), thresholds);
        return balance;
    }

    private static long Balance(ReadOnlySpan<float> place, ReadOnlySpan<float> thresholds)
    {
        float sum = 0;
        for (int model = 0; model < thresholds.Length; model++)
            sum += place[model] * (MathF.Abs(place[model]) >= thresholds[model] ? 1 : 0);
        return sum > 0 ? (long)place[^1] : sum < 0 ? -(long)place[^1] : 0;
    }

    private bool TryGrow()
    {
        IsOverfull |= (_blocks.Count + 1L) * BlockPlaces * PlaceElements * sizeof(float) > bytes;
        if (IsOverfull)
        {
            _blocks.Clear();
            return false;
        }
        _blocks.Add(GC.AllocateUninitializedArray<float>(BlockPlaces * PlaceElements));
        _placesInLast = 0;
        return true;
    }
}
