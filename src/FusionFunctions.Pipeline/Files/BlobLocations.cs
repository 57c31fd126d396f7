using System.Collections.Concurrent;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;

namespace FusionFunctions.Pipeline.Files;

/// <summary>Opens what a <see cref="BlobLocation"/> names. Safe for concurrent use.</summary>
public sealed class BlobLocations(IBlobStore store)
{
    // A container's store has connections and tokens that the next reader of it needs, too.
    private readonly ConcurrentDictionary<string, IBlobStore> _containers = new(StringComparer.Ordinal);

    /// <summary>The store that holds the location.</summary>
    public IBlobStore StoreOf(BlobLocation location) => location.Container switch
    {
        null => store,
        var address when address.Contains("://", StringComparison.Ordinal) => _containers.GetOrAdd(address, static address => BlobStores.Open(address)),
        var directory => new DirectoryBlobStore(directory, LinkPolicy.Follow),
    };

    public ValueTask<IBlobReader> OpenAsync(BlobLocation file, CancellationToken cancellationToken) =>
        StoreOf(file).OpenReadAsync(BlobPath.Parse(file.Path), cancellationToken);
}
