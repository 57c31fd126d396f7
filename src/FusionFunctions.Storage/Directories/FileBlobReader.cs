using Microsoft.Win32.SafeHandles;

namespace FusionFunctions.Storage.Directories;

internal sealed class FileBlobReader : IBlobReader
{
    private readonly SafeFileHandle? _handle;

    public FileBlobReader(string file)
    {
        Name = file;
        // An empty file is never opened. Neither is a pipe: its length is 0, and opening it would block.
        if (((FileInfo?)File.ResolveLinkTarget(file, returnFinalTarget: true) ?? new FileInfo(file)) is { Exists: true, Length: 0 })
            return;
        _handle = File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Length = RandomAccess.GetLength(_handle);
    }

    public string Name { get; }

    public long Length { get; }

    /// <summary>Completes before it returns: handing files' reads to other threads costs more than most of them take.</summary>
    public ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        BlobRange.Check(this, offset, buffer.Length);
        if (_handle is not null)
            FileRead.Fill(_handle, Name, Length, offset, buffer.Span);
        return default;
    }

    public ValueTask DisposeAsync()
    {
        _handle?.Dispose();
        return default;
    }
}
