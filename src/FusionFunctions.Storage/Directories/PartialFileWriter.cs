using FusionFunctions.Storage.Directories.Writing;
using FusionFunctions.Storage.Tracing;

namespace FusionFunctions.Storage.Directories;

/// <summary>Writes a <see cref="PartialFile"/>, which becomes the blob at the commit and stays without one.</summary>
internal sealed class PartialFileWriter : IResumableWriter
{
    private readonly FileBlobWriter _writer;

    private PartialFileWriter(string file, string partial, FileStream stream, BlobWriteSpan span)
    {
        Kept = new FileBlobReader(stream.SafeFileHandle, partial);
        var writes = new CachedWrites(stream.SafeFileHandle, Kept.Length);
        _writer = new(file, partial, BlobWriteMode.Create, stream, writes, span) { KeepsTemporary = true };
    }

    public IBlobReader Kept { get; }

    /// <param name="file">The blob's final place.</param>
    /// <param name="path">In its store.</param>
    /// <param name="open">Opens the partial file; null where there is none.</param>
    public static PartialFileWriter? TryOpen(string file, BlobPath path, Func<(string Name, FileStream Stream)?> open) =>
        FileBlobWriter.Opened(file, open) is { } partial ? new(file, partial.Name, partial.Stream, new(path, DirectoryBlobStore.System)) : null;

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => _writer.WriteAsync(bytes, cancellationToken);

    public ValueTask<bool> CommitAsync(CancellationToken cancellationToken) => _writer.CommitAsync(cancellationToken);

    public void Forget() => _writer.KeepsTemporary = false;

    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}
