using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;

namespace FusionFunctions.Pipeline.Files;

/// <summary>Opens what a <see cref="BlobLocation"/> names.</summary>
public sealed class BlobLocations(IBlobStore store)
{
    /// <summary>The store that holds the location.</summary>
    public IBlobStore StoreOf(BlobLocation location) => location.Container switch
    {
        null => store,
        var address when address.Contains("://", StringComparison.Ordinal) => BlobStores.Open(address),
        var directory => new DirectoryBlobStore(directory, LinkPolicy.Follow),
    };

    public ValueTask<IBlobReader> OpenAsync(BlobLocation file, CancellationToken cancellationToken) =>
        StoreOf(file).OpenReadAsync(BlobPath.Parse(file.Path), cancellationToken);
}
