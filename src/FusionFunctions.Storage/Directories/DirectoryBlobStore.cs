using System.Runtime.CompilerServices;

namespace FusionFunctions.Storage.Directories;

/// <summary>A directory as a blob store: one file a blob, written under a temporary name and renamed when whole.</summary>
/// <param name="root">The directory; created at the first write.</param>
/// <param name="links">Whether links are followed out of the directory.</param>
public sealed class DirectoryBlobStore(string root, LinkPolicy links = LinkPolicy.StayInside) : IBlobStore
{
    internal const string TemporaryPrefix = ".tmp-";

    public string Root { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    public string Name => $"directory '{Root}'";

    public ValueTask<IBlobReader> OpenReadAsync(BlobPath path, CancellationToken cancellationToken)
    {
        string file = FileOf(path);
        try
        {
            return new(new FileBlobReader(file));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BlobNotFoundException(path, Name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"'{file}' cannot be read: {e.Message}", e);
        }
    }

    public ValueTask<IBlobWriter> OpenWriteAsync(BlobPath path, BlobWriteMode mode, CancellationToken cancellationToken) =>
        new(FileBlobWriter.Create(FileOf(path), mode));

    public ValueTask<BlobEntry?> FindAsync(BlobPath path, CancellationToken cancellationToken)
    {
        var file = new FileInfo(FileOf(path));
        return new(file.Exists && Target(file).Exists ? Entry(path, file) : null);
    }

    public async IAsyncEnumerable<BlobEntry> ListAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var start = new DirectoryInfo(folder.Length == 0 ? Root : FileOf(BlobPath.Parse(folder)));
        if (!start.Exists)
            yield break;
        var entries = Files(start).Select(file => Entry(BlobPath.Parse(Relative(file)), file)).OrderBy(entry => entry.Path.Value, StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry;
        }
        await Task.CompletedTask;
    }

    public ValueTask<bool> DeleteAsync(BlobPath path, CancellationToken cancellationToken)
    {
        string file = FileOf(path);
        bool existed = File.Exists(file);
        if (existed)
            File.Delete(file);
        return new(existed);
    }

    /// <summary>Fails early, with a message for the user, where nothing could be written.</summary>
    /// <exception cref="StorageException">The directory cannot be created or written.</exception>
    public void EnsureWritable()
    {
        string probe = Path.Combine(Root, $"{TemporaryPrefix}{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(Root);
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new StorageException($"The store '{Root}' is not writable: {e.Message} Choose another directory with --store.", e);
        }
    }

    private string FileOf(BlobPath path)
    {
        if (path.Name.StartsWith(TemporaryPrefix, StringComparison.Ordinal))
            throw new BlobPathException(path.Value, $"names that begin with '{TemporaryPrefix}' are reserved");
        string file = Path.Combine(Root, path.Value);
        if (links == LinkPolicy.StayInside)
            RefuseLinksOutside(file);
        return file;
    }

    private void RefuseLinksOutside(string file)
    {
        for (var info = new FileInfo(file) as FileSystemInfo; info is not null && info.FullName.Length > Root.Length; info = Parent(info))
            if (info.LinkTarget is not null && !Inside(info.ResolveLinkTarget(returnFinalTarget: true)?.FullName))
                throw new StorageException($"'{info.FullName}' is a link that leaves {Name}; replace it by the file itself.");
    }

    private static DirectoryInfo? Parent(FileSystemInfo info) => Path.GetDirectoryName(info.FullName) is { } parent ? new(parent) : null;

    private bool Inside(string? path) => path is not null && path.StartsWith(Root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private IEnumerable<FileInfo> Files(DirectoryInfo folder) =>
        folder.EnumerateFiles("*", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = links == LinkPolicy.StayInside ? FileAttributes.ReparsePoint : 0,
        }).Where(file => !file.Name.StartsWith(TemporaryPrefix, StringComparison.Ordinal) && Target(file).Exists);

    private string Relative(FileInfo file) => Path.GetRelativePath(Root, file.FullName).Replace(Path.DirectorySeparatorChar, '/');

    private static BlobEntry Entry(BlobPath path, FileInfo file) => new(path, Target(file).Length, Target(file).LastWriteTimeUtc);

    // A link has a size and a time of its own, which tell nothing of the content.
    private static FileInfo Target(FileInfo file) => file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
}
