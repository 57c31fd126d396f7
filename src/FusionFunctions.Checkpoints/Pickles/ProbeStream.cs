using FusionFunctions.Storage;

namespace FusionFunctions.Checkpoints.Pickles;

/// <summary>
/// A blob as a stream for the zip library that remembers where it was read last. Small reads are served from a window, so that the
/// headers of an entry cost one request to a remote store. Only so much may be read in all: an archive's directory could be of any size.
/// </summary>
internal sealed class ProbeStream(IBlobReader reader) : Stream
{
    private const int WindowBytes = 4096;
    private const long MaxBytesRead = 32L << 20;
    private readonly byte[] _window = new byte[WindowBytes];
    private long _windowStart = -1;
    private int _windowLength;
    private long _read;

    public string Name => reader.Name;

    /// <summary>Where the last read began.</summary>
    public long LastOffset { get; private set; }

    /// <summary>How many bytes the last read asked for.</summary>
    public int LastLength { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => reader.Length;

    public override long Position { get; set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        (LastOffset, LastLength) = (Position, buffer.Length);
        int count = (int)Math.Clamp(Length - Position, 0, buffer.Length);
        if ((_read += count) > MaxBytesRead)
            throw new InvalidDataException($"more than {MaxBytesRead} bytes besides the storages");
        if (count >= WindowBytes)
            await reader.ReadAsync(Position, buffer[..count], cancellationToken);
        else if (count > 0)
            (await WindowAsync(count, cancellationToken)).CopyTo(buffer);
        Position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count), CancellationToken.None).AsTask().GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin)
    {
        long position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => Position + offset, _ => Length + offset };
        return Position = position >= 0 ? position : throw new IOException("a position before the beginning of the file");
    }

    public override void Flush()
    {
        // Nothing is ever written.
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async ValueTask<Memory<byte>> WindowAsync(int count, CancellationToken cancellationToken)
    {
        if (_windowStart < 0 || Position < _windowStart || Position + count > _windowStart + _windowLength)
        {
            _windowStart = -1;
            _windowLength = (int)Math.Min(WindowBytes, Length - Position);
            await reader.ReadAsync(Position, _window.AsMemory(0, _windowLength), cancellationToken);
            _windowStart = Position;
        }
        return _window.AsMemory((int)(Position - _windowStart), count);
    }
}
