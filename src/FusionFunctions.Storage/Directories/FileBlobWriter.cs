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

    /// <param name="file">The final place.</param>
    /// <param name="temporary">The file that is written, beside it.</param>
    /// <param name="mode">What the commit does where the final one exists.</param>
    /// <param name="stream">The temporary file, locked.</param>
    /// <param name="writes">Take the bytes.</param>
    /// <param name="span">Told what becomes of it.</param>
    internal FileBlobWriter(string file, string temporary, BlobWriteMode mode, FileStream stream, IFileWrites writes, BlobWriteSpan span) =>
        (_file, _temporary, _mode, _stream, _writes, _span) = (file, temporary, mode, stream, writes, span);

    /// <summary>Whether the temporary file stays when there was no commit.</summary>
    public bool KeepsTemporary { get; set; }

    /// <param name="file">The final place.</param>
    /// <param name="mode">What the commit does where the file exists.</param>
    /// <param name="room">Of files that are written past the page cache.</param>
    /// <param name="span">Told what becomes of it.</param>
    public static FileBlobWriter Create(string file, BlobWriteMode mode, DirectRoom room, BlobWriteSpan span) => Create(file, mode, room, span, TemporaryFile.TryCreate);

    /// <inheritdoc cref="Create(string, BlobWriteMode, DirectRoom, BlobWriteSpan)"/>
    /// <param name="tryCreate">Creates the temporary file; null where that takes another name.</param>
    internal static FileBlobWriter Create(string file, BlobWriteMode mode, DirectRoom room, BlobWriteSpan span, Func<string, FileStream?> tryCreate)
    {
        try
        {
            return Opened(file, () =>
            {
                var (temporary, stream) = TemporaryFile.Create(file, tryCreate);
                IFileWrites? direct = DirectWrites.TryCreate(stream.SafeFileHandle, room);
                return new FileBlobWriter(file, temporary, mode, stream, direct ?? new CachedWrites(stream.SafeFileHandle), span);
            });
        }
        catch (StorageException)
        {
            span.End();
            throw;
        }
    }

    /// <summary>Opens a file beside the final place.</summary>
    /// <param name="file">The final place; its folder is created.</param>
    /// <param name="open">Opens it.</param>
    /// <exception cref="StorageException">Nothing can be written there.</exception>
    internal static T Opened<T>(string file, Func<T> open)
    {
        if (Directory.Exists(file))
            throw new StorageException($"'{file}' cannot be written: a folder has this name. Move it away or choose another place, then run again.");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            return open();
        }
        catch (Exception e) when (FileFailure.IsRefusedWrite(e))
        {
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
            throw Failed(e);
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
            KeepsTemporary = false;
            await _stream.DisposeAsync();
            _span.Committed(committed);
            return committed;
        }
        catch (Exception e) when (FileFailure.IsRefusedWrite(e))
        {
            throw Failed(e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _writes.DisposeAsync();
        await _stream.DisposeAsync();
        _span.End();
        // A file that stays is removed as an abandoned one; an exception would hide what went wrong before.
        // The system tells a failed flush once: what is read back may be in its cache alone.
        if ((!KeepsTemporary || _writes.HasFailed) && File.Exists(_temporary))
            TemporaryFile.TryRemove(_temporary);
    }

    private bool Rename()
    {
        if (_mode == BlobWriteMode.Create)
            return ExclusiveRename.TryMove(_temporary, _file);
        File.Move(_temporary, _file, overwrite: true);
        return true;
    }

    private StorageException Failed(Exception e)
    {
        // The disk may be full of it.
        KeepsTemporary = false;
        return Failed(_file, e);
    }

    private static StorageException Failed(string file, Exception e) =>
        new($"'{file}' cannot be written: {e.Message.TrimEnd('.')}. Nothing of it was kept; free some space or choose another place, then run again.", e);
}
