using System.Buffers;

namespace FusionFunctions.Storage.Azure;

/// <summary>Collects one block in pooled memory that grows as it fills, so that small blobs take little.</summary>
internal sealed class BlockBuffer(int blockBytes) : IDisposable
{
    private const int FirstBytes = 1 << 16;
    private byte[] _bytes = [];

    public int Count { get; private set; }

    public bool IsFull => Count == blockBytes;

    /// <returns>How many bytes of the beginning were taken; fewer than given where the block is full then.</returns>
    public int Append(ReadOnlySpan<byte> bytes)
    {
        int taken = Math.Min(bytes.Length, blockBytes - Count);
        if (Count + taken > _bytes.Length)
            Grow(Count + taken);
        bytes[..taken].CopyTo(_bytes.AsSpan(Count));
        Count += taken;
        return taken;
    }

    /// <summary>The bytes so far, to be read before the next call.</summary>
    public MemoryStream AsStream() => new(_bytes, 0, Count, writable: false);

    /// <summary>Hands the memory over to who will return it to the shared pool, and begins anew.</summary>
    public byte[] Detach()
    {
        byte[] bytes = _bytes;
        (_bytes, Count) = ([], 0);
        return bytes;
    }

    public void Dispose() => Return(Detach());

    public static void Return(byte[] bytes)
    {
        if (bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(bytes);
    }

    private void Grow(int needed)
    {
        int doubled = Math.Min(blockBytes, Math.Max(FirstBytes, 2 * _bytes.Length));
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, doubled));
        _bytes.AsSpan(0, Count).CopyTo(larger);
        Return(_bytes);
        _bytes = larger;
    }
}
