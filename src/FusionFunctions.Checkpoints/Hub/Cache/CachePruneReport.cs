namespace FusionFunctions.Checkpoints.Hub.Cache;

/// <param name="Removed">No longer in the cache.</param>
/// <param name="InUse">Left, because someone is filling them.</param>
public sealed record CachePruneReport(IReadOnlyList<CacheEntry> Removed, IReadOnlyList<CacheEntry> InUse)
{
    /// <summary>How much is free now.</summary>
    public long Bytes => Removed.Sum(entry => entry.Bytes);
}
