using System.Runtime.CompilerServices;
using FusionFunctions.Storage.Directories.Writing;

namespace FusionFunctions.Storage.Directories;

/// <summary>A directory as a blob store: one file a blob, written under a temporary name and renamed when whole.</summary>
/// <param name="root">The directory; created at the first write.</param>
/// <param name="links">Whether links below the directory are followed.</param>
/// <param name="directBytes">
/// Memory for writing large files past the system's page cache, where that is possible: for outputs, of which there may be more than memory, and which nobody
/// reads at once. A file takes 3 MiB while it is written, and up to 12 as far as others leave them; those for which there is no memory, and all where it is 0, are
/// written by way of the cache.
/// </param>
public sealed partial class DirectoryBlobStore(string root, LinkPolicy links = LinkPolicy.Refuse, long directBytes = 0) : IBlobStore
{
    /// <summary>What traces call this kind of store.</summary>
    internal const string System = "directory";

    private readonly DirectRoom _room = new(directBytes);
    private readonly BlobFiles _files = new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)), links);

    public string Root => _files.Root;

    public string Name => $"directory '{Root}'";

    public ValueTask<IBlobReader> OpenReadAsync(BlobPath path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string file = _files.Of(path);
        try
        {
            return Directory.Exists(file) ? throw new BlobNotFoundException(path, Name) : new(new FileBlobReader(file));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BlobNotFoundException(path, Name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileFailure.Unreadable(file, e);
        }
    }

    public ValueTask<IBlobWriter> OpenWriteAsync(BlobPath path, BlobWriteMode mode, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(FileBlobWriter.Create(_files.Of(path), mode, _room, new(path, System)));
    }

    public ValueTask<BlobEntry?> FindAsync(BlobPath path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(BlobFiles.Entry(path, new FileInfo(_files.Of(path))));
    }

    public async IAsyncEnumerable<BlobEntry> ListAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var entry in _files.List(folder, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry;
        }
        await Task.CompletedTask;
    }

    public ValueTask<bool> DeleteAsync(BlobPath path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string file = _files.Of(path);
        try
        {
            bool existed = File.Exists(file);
            if (existed)
                File.Delete(file);
            return new(existed);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"'{file}' cannot be deleted: {e.Message}", e);
        }
    }

    public ValueTask<IBlobLease?> TryLeaseAsync(BlobPath path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(LockFile.TryTake(path, _files.Of(path)));
    }

    /// <summary>Also removes what killed writers left behind.</summary>
    public Task EnsureWritableAsync(CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Root);
            var (name, probe) = TemporaryFile.Create(
                Path.Combine(Root, "probe"), temporary => TemporaryFile.TryCreate(temporary, FileOptions.DeleteOnClose));
            using (probe)
            {
                probe.WriteByte(0);
                AbandonedFiles.Remove(Root, name, cancellationToken);
            }
            return Task.CompletedTask;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The directory '{Root}' is not writable: {e.Message} Choose another one.", e);
        }
    }
}
