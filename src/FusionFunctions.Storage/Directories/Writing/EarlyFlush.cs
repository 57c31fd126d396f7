using Microsoft.Win32.SafeHandles;

namespace FusionFunctions.Storage.Directories.Writing;

/// <summary>Has the disk take what was written while more is computed, so that the flush at the end waits for the last bytes alone.</summary>
/// <param name="file">Written from front to back.</param>
/// <param name="length">Bytes that it has at first.</param>
internal sealed class EarlyFlush(SafeFileHandle file, long length = 0)
{
    // Small files are flushed once, at their end; of large ones the disk has little left to do by then. A slow disk gets longer pieces by itself.
    private const long PieceBytes = 4 << 20;
    private Task _flush = Task.CompletedTask;
    private long _flushed = length;

    /// <summary>Whether the disk did not take what was written; known for sure when no flush goes on.</summary>
    public bool HasFailed => _flush.IsFaulted;

    /// <param name="written">Bytes that the file has by now.</param>
    public void Advance(long written)
    {
        // A failure stays where it is until the end: the system tells each only once.
        if (written - _flushed < PieceBytes || !_flush.IsCompletedSuccessfully)
            return;
        _flushed = written;
        // It waits for the disk on a thread of its own: those of the pool have something to compute.
        _flush = Task.Factory.StartNew(
            () => RandomAccess.FlushToDisk(file), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Waits for the flush that goes on.</summary>
    /// <exception cref="IOException">The disk did not take what was written.</exception>
    public Task EndAsync() => _flush;
}
