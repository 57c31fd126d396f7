using System.Collections.Concurrent;

namespace FusionFunctions.Storage.Directories.Writing;

/// <summary>The memory of all files of a store that are written past the page cache at one time: a few pieces each, which serve one file after the other.</summary>
/// <param name="bytes">Of all pieces together.</param>
/// <param name="pieceBytes">Of each.</param>
internal sealed class DirectRoom(long bytes, int pieceBytes = DirectRoom.PieceBytes)
{
    /// <summary>Bytes: shorter pieces cost more processor time than they are worth.</summary>
    public const int PieceBytes = 1 << 20;

    /// <summary>At least: one is filled, one is written, and one waits.</summary>
    public const int LeastOfFile = 3;

    /// <summary>As many as are worth while: where all cores compute, the thread that writes is late at times, and has more to write then.</summary>
    public const int MostOfFile = 12;

    private readonly ConcurrentBag<DirectPiece> _pieces = [];
    private long _left = bytes / pieceBytes;

    /// <summary>Reserves pieces.</summary>
    /// <returns>False where there is no room for so many.</returns>
    public bool TryEnter(int pieces)
    {
        if (Interlocked.Add(ref _left, -pieces) >= 0)
            return true;
        Leave(pieces);
        return false;
    }

    /// <summary>Reserves another piece for a file, as long as the minimum for the next file stays free.</summary>
    public bool TryGrow() => Interlocked.Read(ref _left) > LeastOfFile && TryEnter(1);

    public void Leave(int pieces) => Interlocked.Add(ref _left, pieces);

    public DirectPiece Take() => _pieces.TryTake(out var piece) ? piece : new(pieceBytes);

    public void Return(DirectPiece piece) => _pieces.Add(piece);
}
