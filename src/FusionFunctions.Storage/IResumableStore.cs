namespace FusionFunctions.Storage;

/// <summary>A store that keeps what was written of a blob when its writer ends, or is killed, before the commit, so that a later writer goes on there.</summary>
public interface IResumableStore
{
    /// <summary>Begins a blob, in place of beginnings that were kept of it.</summary>
    /// <param name="path">Where the blob will be.</param>
    /// <param name="sha256">The digest of its content, in 64 hexadecimal digits: nothing goes on with the beginning of another content.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <returns>Null where nothing can be kept: then <see cref="IBlobStore.OpenWriteAsync"/> does.</returns>
    /// <exception cref="ArgumentException">Not a digest.</exception>
    /// <exception cref="StorageException">Nothing can be written there.</exception>
    ValueTask<IResumableWriter?> TryBeginAsync(BlobPath path, string sha256, CancellationToken cancellationToken);

    /// <summary>Goes on with a beginning that was kept.</summary>
    /// <param name="path">Where the blob will be.</param>
    /// <param name="sha256">As it was begun.</param>
    /// <param name="length">Bytes of the whole content: what has as many is no beginning.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <returns>Null where there is none, or another writer has it.</returns>
    /// <exception cref="ArgumentException">Not a digest.</exception>
    /// <exception cref="StorageException">Nothing can be written there.</exception>
    ValueTask<IResumableWriter?> TryResumeAsync(BlobPath path, string sha256, long length, CancellationToken cancellationToken);

    /// <summary>The beginnings that are kept in the folder and in those below it, under names of their own, which no other member takes; ordinal.</summary>
    /// <exception cref="StorageException">The folder cannot be listed.</exception>
    IAsyncEnumerable<BlobEntry> ListKeptAsync(string folder, CancellationToken cancellationToken);

    /// <summary>Gives up the beginnings with which nobody has gone on for a week. A best effort.</summary>
    /// <exception cref="StorageException">The store cannot be listed.</exception>
    ValueTask TidyAsync(CancellationToken cancellationToken);

    /// <summary>Gives up the beginnings in the folder and in those below it, but for those that someone writes. A best effort.</summary>
    /// <exception cref="StorageException">The folder cannot be listed.</exception>
    ValueTask ForgetAsync(string folder, CancellationToken cancellationToken);
}
