using System.Collections.Concurrent;

namespace FusionFunctions.Storage.Directories.Writing;

/// <summary>The memory of all files of a store that are written past the page cache at one time: a few pieces each, which serve one file after the other.</summary>
/// <param name="bytes">Of all pieces together.</param>
/// <param name="pieceBytes">Of each.</param>
internal sealed class DirectRoom(long bytes, int pieceBytes = DirectRoom.PieceBytes)
{
    /// <summary>Bytes: shorter pieces cost more calls of the system (of 128 KB three times the processor time), longer ones gain nothing.</summary>
    public const int PieceBytes = 1 << 20;

    /// <summary>One is filled, one is written, and one waits.</summary>
    public const int PiecesOfFile = 3;

    private readonly ConcurrentBag<DirectPiece> _pieces = [];
    private long _files = bytes / ((long)pieceBytes * PiecesOfFile);

    /// <returns>False where there is no room for the pieces of one more file.</returns>
    public bool TryEnter()
    {
        if (Interlocked.Decrement(ref _files) >= 0)
            return true;
        Leave();
        return false;
    }

    public void Leave() => Interlocked.Increment(ref _files);

    public DirectPiece Take() => _pieces.TryTake(out var piece) ? piece : new(pieceBytes);

    public void Return(DirectPiece piece) => _pieces.Add(piece);
}
