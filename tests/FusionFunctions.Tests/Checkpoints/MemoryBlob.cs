using FusionFunctions.Storage;

namespace FusionFunctions.Tests.Checkpoints;

/// <summary>The bytes of a file, to read from or to write to.</summary>
internal sealed class MemoryBlob(byte[]? bytes = null, string name = "a.safetensors") : IBlobReader, IBlobWriter
{
    private readonly List<byte> _written = [.. bytes ?? []];

    public string Name => name;

    public long Length => _written.Count;

    public byte[] Bytes => [.. _written];

    public ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (offset < 0 || offset + buffer.Length > Length)
            throw new StorageException($"{name}: {buffer.Length} bytes at {offset} are not in the file.");
        _written.CopyTo((int)offset, buffer.Span);
        return default;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _written.AddRange(bytes.Span);
        return default;
    }

    public ValueTask<bool> CommitAsync(CancellationToken cancellationToken) => new(true);

    public ValueTask DisposeAsync() => default;
}

internal static class MemoryBlobExtensions
{
    public static void CopyTo(this List<byte> source, int offset, Span<byte> destination) =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(source).Slice(offset, destination.Length).CopyTo(destination);
}
