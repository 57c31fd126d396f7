using Microsoft.Win32.SafeHandles;

namespace FusionFunctions.Storage.Directories;

internal sealed class FileBlobReader : IBlobReader
{
    private readonly SafeFileHandle _handle;

    public FileBlobReader(string file)
    {
        Name = file;
        _handle = File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
        Length = RandomAccess.GetLength(_handle);
    }

    public string Name { get; }

    public long Length { get; }

    public async ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        BlobRange.Check(this, offset, buffer.Length);
        try
        {
            while (!buffer.IsEmpty)
            {
                int read = await RandomAccess.ReadAsync(_handle, buffer, offset, cancellationToken);
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

    public ValueTask DisposeAsync()
    {
        _handle.Dispose();
        return default;
    }
}
