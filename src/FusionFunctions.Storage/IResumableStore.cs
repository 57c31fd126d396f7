namespace FusionFunctions.Storage;

/// <summary>A store that keeps what was written of a blob when its writer ends, or is killed, before the commit, so that the next writer goes on there.</summary>
public interface IResumableStore
{
    /// <param name="path">Where the blob will be.</param>
    /// <param name="sha256">The digest of its content, in 64 hexadecimal digits: nothing goes on with the beginning of another content.</param>
    /// <param name="isFromFront">Whether what is there is given up.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <returns>Null where another writer has it.</returns>
    /// <exception cref="StorageException">Nothing can be written there.</exception>
    ValueTask<IResumableWriter?> TryResumeAsync(BlobPath path, string sha256, bool isFromFront, CancellationToken cancellationToken);

    /// <summary>Gives up what is kept of blobs in the folder and in those below it.</summary>
    ValueTask ForgetAsync(string folder, CancellationToken cancellationToken);
}
