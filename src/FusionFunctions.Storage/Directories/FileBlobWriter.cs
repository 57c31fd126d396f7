namespace FusionFunctions.Storage.Directories;

/// <summary>Writes a temporary file beside the final one and renames it at the commit.</summary>
internal sealed class FileBlobWriter : IBlobWriter
{
    private readonly string _file;
    private readonly string _temporary;
    private readonly BlobWriteMode _mode;
    private readonly FileStream _stream;

    private FileBlobWriter(string file, string temporary, BlobWriteMode mode, FileStream stream) =>
        (_file, _temporary, _mode, _stream) = (file, temporary, mode, stream);

    public static FileBlobWriter Create(string file, BlobWriteMode mode)
    {
        string folder = Path.GetDirectoryName(file)!;
        string temporary = Path.Combine(folder, $"{DirectoryBlobStore.TemporaryPrefix}{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(folder);
            return new(file, temporary, mode, new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(file, e);
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await _stream.WriteAsync(bytes, cancellationToken);
        }
        catch (IOException e)
        {
            throw Failed(_file, e);
        }
    }

    public async ValueTask<bool> CommitAsync(CancellationToken cancellationToken)
    {
        try
        {
            _stream.Flush(flushToDisk: true);
            await _stream.DisposeAsync();
            if (_mode == BlobWriteMode.Replace)
            {
                File.Move(_temporary, _file, overwrite: true);
                return true;
            }
            return MoveUnlessThere();
        }
        catch (IOException e)
        {
            throw Failed(_file, e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _stream.DisposeAsync();
        }
        catch (IOException)
        {
            // A full disk also fails the last flush; the temporary file goes away all the same.
        }
        File.Delete(_temporary);
    }

    private bool MoveUnlessThere()
    {
        if (File.Exists(_file))
            return false;
        try
        {
            File.Move(_temporary, _file, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(_file) && File.Exists(_temporary))
        {
            return false;
        }
    }

    private static StorageException Failed(string file, Exception e) =>
        new($"'{file}' cannot be written: {e.Message} Nothing of it was kept; free some space or choose another place, then run again.", e);
}
