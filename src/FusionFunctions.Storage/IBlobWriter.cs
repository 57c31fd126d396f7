namespace FusionFunctions.Storage;

/// <summary>
/// Writes one blob from front to back, for one caller. Nothing is visible before the commit; disposing without one leaves nothing behind.
/// </summary>
public interface IBlobWriter : IAsyncDisposable
{
    /// <summary>Takes the bytes; the buffer may be used again when it returns.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Makes the blob visible, at once and whole.</summary>
    /// <returns>False where the mode was <see cref="BlobWriteMode.Create"/> and the blob had appeared meanwhile; then nothing changed.</returns>
    ValueTask<bool> CommitAsync(CancellationToken cancellationToken);
}
