using FusionFunctions.Storage.Directories.Writing;
using FusionFunctions.Storage.Tracing;

namespace FusionFunctions.Storage.Directories;

/// <summary>Writes a temporary file beside the final one and renames it at the commit.</summary>
internal sealed class FileBlobWriter : IBlobWriter
{
    private readonly string _file;
    private readonly string _temporary;
    private readonly BlobWriteMode _mode;
    private readonly FileStream _stream;
    private readonly IFileWrites _writes;
    private readonly BlobWriteSpan _span;

    private FileBlobWriter(string file, string temporary, BlobWriteMode mode, FileStream stream, IFileWrites writes, BlobWriteSpan span) =>
        (_file, _temporary, _mode, _stream, _writes, _span) = (file, temporary, mode, stream, writes, span);

    /// <param name="file">The final place.</param>
    /// <param name="mode">What the commit does where the file exists.</param>
    /// <param name="room">Of files that are written past the page cache.</param>
    /// <param name="span">Told what becomes of it.</param>
    public static FileBlobWriter Create(string file, BlobWriteMode mode, DirectRoom room, BlobWriteSpan span) => Create(file, mode, room, span, TemporaryFile.TryCreate);

    /// <inheritdoc cref="Create(string, BlobWriteMode, DirectRoom, BlobWriteSpan)"/>
    /// <param name="tryCreate">Creates the temporary file; null where that takes another name.</param>
    internal static FileBlobWriter Create(string file, BlobWriteMode mode, DirectRoom room, BlobWriteSpan span, Func<string, FileStream?> tryCreate)
    {
        if (Directory.Exists(file))
        {
            span.End();
            throw new StorageException($"'{file}' cannot be written: a folder has this name. Move it away or choose another place, then run again.");
        }
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            var (temporary, stream) = TemporaryFile.Create(file, tryCreate);
            IFileWrites? direct = DirectWrites.TryCreate(stream.SafeFileHandle, room);
            return new(file, temporary, mode, stream, direct ?? new CachedWrites(stream.SafeFileHandle), span);
        }
        catch (Exception e) when (FileFailure.IsRefusedWrite(e))
        {
            span.End();
            throw Failed(file, e);
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await _writes.AppendAsync(bytes, cancellationToken);
            _span.Written(bytes.Length);
        }
        catch (Exception e) when (FileFailure.IsRefusedWrite(e))
        {
            throw Failed(_file, e);
        }
    }

    public async ValueTask<bool> CommitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await _writes.EndAsync();
            // The lock is kept until the file has its name, so that nobody takes it for an abandoned one.
            bool committed = Rename();
            await _stream.DisposeAsync();
            _span.Committed(committed);
            return committed;
        }
        catch (Exception e) when (FileFailure.IsRefusedWrite(e))
        {
            throw Failed(_file, e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _writes.DisposeAsync();
        await _stream.DisposeAsync();
        _span.End();
        // A file that stays is removed as an abandoned one; an exception would hide what went wrong before.
        if (File.Exists(_temporary))
            TemporaryFile.TryRemove(_temporary);
    }

    private bool Rename()
    {
        if (_mode == BlobWriteMode.Create)
            return ExclusiveRename.TryMove(_temporary, _file);
        File.Move(_temporary, _file, overwrite: true);
        return true;
    }

    private static StorageException Failed(string file, Exception e) =>
        new($"'{file}' cannot be written: {e.Message.TrimEnd('.')}. Nothing of it was kept; free some space or choose another place, then run again.", e);
}
