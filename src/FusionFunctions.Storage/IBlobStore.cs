namespace FusionFunctions.Storage;

/// <summary>
/// A flat namespace of blobs: a directory, or a container of Azure Blob Storage. Safe for concurrent use, also by several processes.
/// No blob's path may be another's folder. Failures are <see cref="StorageException"/>s that name the place and the remedy.
/// </summary>
public interface IBlobStore
{
    /// <summary>What the store is, for messages, without any secret.</summary>
    string Name { get; }

    /// <summary>
    /// The reader sees the blob as it was when it was opened. Where it is replaced or deleted meanwhile, reads either go on with the
    /// old bytes or fail; they never mix two versions.
    /// </summary>
    /// <exception cref="BlobNotFoundException">No such blob.</exception>
    ValueTask<IBlobReader> OpenReadAsync(BlobPath path, CancellationToken cancellationToken);

    ValueTask<IBlobWriter> OpenWriteAsync(BlobPath path, BlobWriteMode mode, CancellationToken cancellationToken);

    /// <returns>The blob's entry, or null where there is none.</returns>
    ValueTask<BlobEntry?> FindAsync(BlobPath path, CancellationToken cancellationToken);

    /// <summary>All blobs whose path starts with the folder and '/', ordinal by path; an empty folder means all.</summary>
    IAsyncEnumerable<BlobEntry> ListAsync(string folder, CancellationToken cancellationToken);

    /// <returns>False where there was nothing to delete.</returns>
    ValueTask<bool> DeleteAsync(BlobPath path, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a name for as long as the lease lives, so that of several processes one works. The name belongs to the lease alone:
    /// it may show in listings as an empty blob, which stays, and nothing else is to read, write or delete it.
    /// </summary>
    /// <returns>Null where someone else holds it.</returns>
    ValueTask<IBlobLease?> TryLeaseAsync(BlobPath path, CancellationToken cancellationToken);

    /// <summary>Fails early, with a message for the user, where nothing could be written; creates the directory or container.</summary>
    /// <exception cref="StorageException">The store cannot be created or written.</exception>
    Task EnsureWritableAsync(CancellationToken cancellationToken);
}
