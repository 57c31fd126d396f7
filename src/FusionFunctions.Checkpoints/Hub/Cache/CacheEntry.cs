using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Hub.Cache;

/// <summary>One commit in the cache.</summary>
/// <param name="Repository">Whose commit.</param>
/// <param name="Commit">40 hexadecimal digits.</param>
/// <param name="Revisions">The branches and tags that last stood for it.</param>
/// <param name="Files">Its files in the store.</param>
/// <param name="Beginnings">What a store keeps of files that have not arrived whole.</param>
/// <param name="LastFetched">When the newest of them came.</param>
public sealed record CacheEntry(
    HubRepository Repository, string Commit, IReadOnlyList<string> Revisions, IReadOnlyList<BlobEntry> Files, IReadOnlyList<BlobEntry> Beginnings, DateTimeOffset LastFetched)
{
    /// <summary>Size in bytes, of beginnings, too.</summary>
    public long Bytes => Files.Concat(Beginnings).Sum(file => file.Length);
}
