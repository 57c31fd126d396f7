using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace FusionFunctions.Storage.Directories.Writing;

/// <summary>
/// Appends to a file in pieces that begin and end at round places, whatever the lengths of what it is given: the system keeps these in few large parts of its
/// page cache, and takes less time to write, to flush and to read them than the many small ones that odd lengths leave.
/// </summary>
/// <param name="file">Written by nobody else.</param>
/// <param name="length">Bytes that it has, a round number: what is appended follows them.</param>
internal sealed class AlignedWrites(SafeFileHandle file, long length = 0) : IDisposable
{
    /// <summary>Bytes: the places that pieces begin at are multiples of it.</summary>
    public const int Alignment = 1 << 16;

    private byte[]? _rest;
    private int _restLength;

    /// <summary>Bytes that the file has by now.</summary>
    public long Written { get; private set; } = length;

    public void Append(ReadOnlyMemory<byte> bytes)
    {
        long whole = (_restLength + (long)bytes.Length) / Alignment * Alignment;
        if (whole > 0)
        {
            int taken = (int)(whole - _restLength);
            WriteBehindRest(bytes[..taken]);
            bytes = bytes[taken..];
        }
        bytes.CopyTo(Rest.AsMemory(_restLength));
        _restLength += bytes.Length;
    }

    /// <summary>Writes what no piece was full of yet. Nothing may be appended after it.</summary>
    public void End()
    {
        if (_restLength > 0)
            WriteBehindRest(default);
    }

    public void Dispose()
    {
        if (_rest is not null)
            ArrayPool<byte>.Shared.Return(_rest);
        _rest = null;
    }

    private byte[] Rest => _rest ??= ArrayPool<byte>.Shared.Rent(Alignment);

    private void WriteBehindRest(ReadOnlyMemory<byte> bytes)
    {
        // One call of the system, though the bytes lie in two places.
        RandomAccess.Write(file, [Rest.AsMemory(0, _restLength), bytes], Written);
        Written += _restLength + bytes.Length;
        _restLength = 0;
    }
}
