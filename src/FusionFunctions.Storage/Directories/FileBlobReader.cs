using Microsoft.Win32.SafeHandles;

namespace FusionFunctions.Storage.Directories;

internal sealed class FileBlobReader : IBlobReader
{
    private readonly SafeFileHandle? _handle;
    private readonly bool _isBorrowed;

    /// <param name="file">Open already, and closed by whoever opened it.</param>
    /// <param name="name">Of the file.</param>
    public FileBlobReader(SafeFileHandle file, string name) => (_handle, Name, Length, _isBorrowed) = (file, name, RandomAccess.GetLength(file), true);

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
            Fill(_handle, offset, buffer.Span);
        return default;
    }

    public ValueTask DisposeAsync()
    {
        if (!_isBorrowed)
            _handle?.Dispose();
        return default;
    }

    private void Fill(SafeFileHandle file, long offset, Span<byte> buffer)
    {
        try
        {
            while (!buffer.IsEmpty)
            {
                int read = RandomAccess.Read(file, buffer, offset);
                if (read == 0)
                    throw new StorageException($"'{Name}' was cut short while it was read: it ends at byte {offset} of {Length}. Write it anew.");
                buffer = buffer[read..];
                offset += read;
            }
        }
        catch (IOException e)
        {
            throw new StorageException($"'{Name}' cannot be read at byte {offset}: {e.Message}", e);
        }
    }
}
