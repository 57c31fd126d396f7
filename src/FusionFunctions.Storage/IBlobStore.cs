namespace FusionFunctions.Storage;

/// <summary>A flat namespace of blobs: a directory, or a container of Azure Blob Storage. Safe for concurrent use.</summary>
public interface IBlobStore
{
    /// <summary>What the store is, for messages, without any secret.</summary>
    string Name { get; }

    /// <exception cref="BlobNotFoundException">No such blob.</exception>
    ValueTask<IBlobReader> OpenReadAsync(BlobPath path, CancellationToken cancellationToken);

    ValueTask<IBlobWriter> OpenWriteAsync(BlobPath path, BlobWriteMode mode, CancellationToken cancellationToken);

    /// <returns>The blob's entry, or null where there is none.</returns>
    ValueTask<BlobEntry?> FindAsync(BlobPath path, CancellationToken cancellationToken);

    /// <summary>All blobs whose path starts with the folder and '/', ordinal by path; an empty folder means all.</summary>
    IAsyncEnumerable<BlobEntry> ListAsync(string folder, CancellationToken cancellationToken);

    /// <returns>False where there was nothing to delete.</returns>
    ValueTask<bool> DeleteAsync(BlobPath path, CancellationToken cancellationToken);
}
