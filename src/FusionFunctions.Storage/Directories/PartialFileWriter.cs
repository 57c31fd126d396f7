using FusionFunctions.Storage.Directories.Writing;
using FusionFunctions.Storage.Tracing;

namespace FusionFunctions.Storage.Directories;

/// <summary>Writes a <see cref="PartialFile"/> and renames it at the commit.</summary>
internal sealed class PartialFileWriter : IResumableWriter
{
    private readonly FileStream _stream;
    private readonly FileBlobWriter _writer;

    private PartialFileWriter(string file, string partial, FileStream stream, BlobWriteSpan span)
    {
        (_stream, Kept) = (stream, stream.Length);
        var writes = new CachedWrites(stream.SafeFileHandle, Kept);
        _writer = new(file, partial, BlobWriteMode.Create, stream, writes, span) { KeepsTemporary = true };
    }

    public long Kept { get; }

    /// <inheritdoc cref="IResumableStore.TryResumeAsync"/>
    /// <param name="file">The blob's final place.</param>
    /// <param name="sha256">Of its content.</param>
    /// <param name="isFromFront">Whether what is there is given up.</param>
    /// <param name="span">Told what becomes of it.</param>
    public static PartialFileWriter? TryOpen(string file, string sha256, bool isFromFront, BlobWriteSpan span) => FileBlobWriter.Opened(file, span, () =>
    {
        string partial = PartialFile.Of(file, sha256);
        if (PartialFile.TryOpen(partial, isFromFront) is { } stream)
            return new PartialFileWriter(file, partial, stream, span);
        span.End();
        return null;
    });

    public ValueTask ReadKeptAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + buffer.Length, Kept, nameof(offset));
        FileRead.Fill(_stream.SafeFileHandle, _stream.Name, Kept, offset, buffer.Span);
        return default;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => _writer.WriteAsync(bytes, cancellationToken);

    public ValueTask<bool> CommitAsync(CancellationToken cancellationToken) => _writer.CommitAsync(cancellationToken);

    public void Forget() => _writer.KeepsTemporary = false;

    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}
