using FusionFunctions.Storage.Tracing;

namespace FusionFunctions.Storage.Directories;

/// <summary>Writes a temporary file beside the final one and renames it at the commit.</summary>
internal sealed class FileBlobWriter : IBlobWriter
{
    private readonly string _file;
    private readonly string _temporary;
    private readonly BlobWriteMode _mode;
    private readonly FileStream _stream;
    private readonly AlignedWrites _writes;
    private readonly EarlyFlush _early;
    private readonly BlobWriteSpan _span;

    private FileBlobWriter(string file, string temporary, BlobWriteMode mode, FileStream stream, BlobWriteSpan span) =>
        (_file, _temporary, _mode, _stream, _writes, _early, _span) = (file, temporary, mode, stream, new(stream.SafeFileHandle), new(stream.SafeFileHandle), span);

    public static FileBlobWriter Create(string file, BlobWriteMode mode, BlobWriteSpan span) => Create(file, mode, span, TemporaryFile.TryCreate);

    /// <param name="file">The final place.</param>
    /// <param name="mode">What the commit does where the file exists.</param>
    /// <param name="span">Told what becomes of it.</param>
    /// <param name="tryCreate">Creates the temporary file; null where that takes another name.</param>
    internal static FileBlobWriter Create(string file, BlobWriteMode mode, BlobWriteSpan span, Func<string, FileStream?> tryCreate)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            var (temporary, stream) = TemporaryFile.Create(file, tryCreate);
            return new(file, temporary, mode, stream, span);
        }
        catch (Exception e) when (IsRefused(e))
        {
            span.End();
            throw Failed(file, e);
        }
    }

    /// <summary>Completes before it returns, as <see cref="FileBlobReader.ReadAsync"/> does.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            _writes.Append(bytes);
            _early.Advance(_writes.Written);
            _span.Written(bytes.Length);
            return default;
        }
        catch (Exception e) when (IsRefused(e))
        {
            throw Failed(_file, e);
        }
    }

    public async ValueTask<bool> CommitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            _writes.End();
            await _early.EndAsync();
            RandomAccess.FlushToDisk(_stream.SafeFileHandle);
            // The lock is kept until the file has its name, so that nobody takes it for an abandoned one.
            bool committed = Rename();
            await _stream.DisposeAsync();
            _span.Committed(committed);
            return committed;
        }
        catch (Exception e) when (IsRefused(e))
        {
            throw Failed(_file, e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _early.EndAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stream.DisposeAsync();
        _writes.Dispose();
        _span.End();
        if (File.Exists(_temporary))
            File.Delete(_temporary);
    }

    private bool Rename()
    {
        if (_mode == BlobWriteMode.Create)
            return ExclusiveRename.TryMove(_temporary, _file);
        File.Move(_temporary, _file, overwrite: true);
        return true;
    }

    // What .NET makes of a file that may not grow (EFBIG) is no IOException.
    private static bool IsRefused(Exception e) => e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException;

    private static StorageException Failed(string file, Exception e) =>
        new($"'{file}' cannot be written: {e.Message} Nothing of it was kept; free some space or choose another place, then run again.", e);
}
