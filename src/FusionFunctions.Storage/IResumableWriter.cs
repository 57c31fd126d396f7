namespace FusionFunctions.Storage;

/// <summary>
/// Writes one blob, as far as another writer has not, for one caller. The commit fails where the blob has appeared meanwhile. Disposing without one keeps what was
/// written, but for the last few bytes. What is kept proves nothing of itself: whoever goes on with it compares the digest of the whole.
/// </summary>
public interface IResumableWriter : IBlobWriter
{
    /// <summary>Bytes that were there when it was opened: what is written follows them.</summary>
    long Kept { get; }

    /// <summary>Fills the whole buffer with bytes that were there, from <paramref name="offset"/> on.</summary>
    /// <exception cref="StorageException">They cannot be read.</exception>
    ValueTask ReadKeptAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Nothing is kept when it is disposed.</summary>
    void Forget();
}
