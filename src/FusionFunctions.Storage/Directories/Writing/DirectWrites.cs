using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Microsoft.Win32.SafeHandles;

namespace FusionFunctions.Storage.Directories.Writing;

/// <summary>
/// Writes a large file past the system's page cache, in whole pieces, while others are filled: several at once where they are full. The system needs a quarter of
/// the time for that, and what is in the cache stays there; whoever reads the file next has to get it from the disk. The end of the file is written by way of
/// the cache, and so are all pieces where it shows that the disk does not take them.
/// </summary>
internal sealed class DirectWrites : IFileWrites
{
    // A thread that has to wait for a core after every piece would leave the disk without work.
    private const int MostAtOnce = 4;
    private readonly SafeFileHandle _file;
    private readonly DirectRoom _room;
    private readonly SemaphoreSlim _free = new(DirectRoom.LeastOfFile);
    private readonly BlockingCollection<DirectPiece> _filled = [];
    private Task _writing = Task.CompletedTask;
    private DirectPiece? _piece;
    private int _pieces = DirectRoom.LeastOfFile;
    private int _length;
    private long _written;
    private bool _isDirect = true;
    private bool _isDisposed;
    private volatile ExceptionDispatchInfo? _failure;

    private DirectWrites(SafeFileHandle file, DirectRoom room) => (_file, _room) = (file, room);

    /// <param name="file">New, and written by nobody else.</param>
    /// <param name="room">Entered until the writes are disposed.</param>
    /// <returns>Null where there is no room, or the file cannot be written so.</returns>
    public static DirectWrites? TryCreate(SafeFileHandle file, DirectRoom room)
    {
        if (!room.TryEnter(DirectRoom.LeastOfFile))
            return null;
        if (DirectAccess.TryBegin(file))
            return new(file, room);
        room.Leave(DirectRoom.LeastOfFile);
        return null;
    }

    public bool HasFailed => _failure is not null;

    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            _failure?.Throw();
            var room = (_piece ??= await TakeAsync(cancellationToken)).Bytes[_length..];
            int count = Math.Min(bytes.Length, room.Length);
            bytes[..count].CopyTo(room);
            bytes = bytes[count..];
            _length += count;
            if (count == room.Length)
                Send(_piece);
        }
    }

    public async ValueTask EndAsync()
    {
        _filled.CompleteAdding();
        await _writing;
        _failure?.Throw();
        EndDirect();
        if (_piece is not null)
            Write([_piece.Bytes[.._length]]);
        RandomAccess.FlushToDisk(_file);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _filled.CompleteAdding();
        await _writing;
        if (_piece is not null)
            _room.Return(_piece);
        _room.Leave(_pieces);
        _filled.Dispose();
        _free.Dispose();
    }

    private async ValueTask<DirectPiece> TakeAsync(CancellationToken cancellationToken)
    {
        if (!await _free.WaitAsync(0, cancellationToken) && !TryGrow())
            await _free.WaitAsync(cancellationToken);
        return _room.Take();
    }

    private bool TryGrow()
    {
        if (_pieces == DirectRoom.MostOfFile || !_room.TryGrow())
            return false;
        _pieces++;
        return true;
    }

    private void Send(DirectPiece piece)
    {
        _filled.Add(piece, CancellationToken.None);
        (_piece, _length) = (null, 0);
        // It waits for the disk on a thread of its own: those of the pool have something to compute.
        if (ReferenceEquals(_writing, Task.CompletedTask))
            _writing = Task.Factory.StartNew(WriteAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Takes pieces until the end even if one cannot be written, so that nobody waits for a free one in vain.</summary>
    private void WriteAll()
    {
        List<DirectPiece> pieces = [];
        foreach (var piece in _filled.GetConsumingEnumerable(CancellationToken.None))
        {
            pieces.Add(piece);
            while (pieces.Count < MostAtOnce && _filled.TryTake(out var next))
                pieces.Add(next);
            if (_failure is null)
                TryWrite(pieces);
            pieces.ForEach(_room.Return);
            _free.Release(pieces.Count);
            pieces.Clear();
        }
    }

    private void TryWrite(List<DirectPiece> pieces)
    {
        try
        {
            Write([.. pieces.Select(piece => (ReadOnlyMemory<byte>)piece.Bytes)]);
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }
    }

    private void Write(IReadOnlyList<ReadOnlyMemory<byte>> bytes)
    {
        try
        {
            RandomAccess.Write(_file, bytes, _written);
        }
        catch (IOException) when (_isDirect)
        {
            // Some file systems say only now that they cannot; a disk that is full says it again.
            EndDirect();
            RandomAccess.Write(_file, bytes, _written);
        }
        _written += bytes.Sum(part => (long)part.Length);
    }

    private void EndDirect()
    {
        if (_isDirect)
            DirectAccess.End(_file);
        _isDirect = false;
    }
}
