using Microsoft.Win32.SafeHandles;

namespace FusionFunctions.Storage.Directories;

internal sealed class FileBlobReader(string file) : IBlobReader
{
    private readonly SafeFileHandle _handle =
        File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);

    public string Name => file;

    public long Length => RandomAccess.GetLength(_handle);

    public async ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            while (!buffer.IsEmpty)
            {
                int read = await RandomAccess.ReadAsync(_handle, buffer, offset, cancellationToken);
                if (read == 0)
                    throw new StorageException($"'{file}' ends at byte {Length}; {buffer.Length} more bytes were expected at {offset}.");
                buffer = buffer[read..];
                offset += read;
            }
        }
        catch (IOException e)
        {
            throw new StorageException($"'{file}' cannot be read at byte {offset}: {e.Message}", e);
        }
    }

    public ValueTask DisposeAsync()
    {
        _handle.Dispose();
        return default;
    }
}
