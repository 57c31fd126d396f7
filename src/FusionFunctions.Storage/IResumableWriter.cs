namespace FusionFunctions.Storage;

/// <summary>
/// Writes one blob, as far as another writer has not, for one caller. The commit fails where the blob has appeared meanwhile. Disposing without one keeps what was
/// written, but for the last few bytes. What is kept proves nothing of itself: whoever goes on with it compares the digest of the whole.
/// </summary>
public interface IResumableWriter : IBlobWriter
{
    /// <summary>What was there when it was opened, and is followed by what is written. It lives as long as the writer.</summary>
    IBlobReader Kept { get; }

    /// <summary>Nothing is kept when it is disposed.</summary>
    void Forget();
}
