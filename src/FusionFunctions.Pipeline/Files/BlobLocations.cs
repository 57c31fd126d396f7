using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;

namespace FusionFunctions.Pipeline.Files;

/// <summary>Opens what a <see cref="BlobLocation"/> names.</summary>
public sealed class BlobLocations(IBlobStore store)
{
    /// <summary>The store that holds the location.</summary>
    public IBlobStore StoreOf(BlobLocation location) =>
        location.Directory is null ? store : new DirectoryBlobStore(location.Directory, LinkPolicy.Follow);

    public ValueTask<IBlobReader> OpenAsync(BlobLocation file, CancellationToken cancellationToken) =>
        StoreOf(file).OpenReadAsync(BlobPath.Parse(file.Path), cancellationToken);
}
