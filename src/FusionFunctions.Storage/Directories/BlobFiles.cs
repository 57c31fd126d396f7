using System.IO.Enumeration;

namespace FusionFunctions.Storage.Directories;

/// <summary>Which file holds which blob.</summary>
internal sealed class BlobFiles(string root, LinkPolicy links)
{
    // On Windows ':' would name a drive or an alternate stream; elsewhere nothing remains that BlobPath lets through.
    private static readonly char[] s_invalid = [.. Path.GetInvalidFileNameChars().Where(c => c != '/')];

    public string Root => root;

    /// <exception cref="StorageException">The name is reserved, cannot be a file's, or leads over a link that may not be followed.</exception>
    public string Of(BlobPath path)
    {
        if (TemporaryFile.IsReserved(path.Name))
            throw new BlobPathException(path.Value, $"names that begin with '{TemporaryFile.Prefix}' are reserved");
        if (path.Value.IndexOfAny(s_invalid) is var at and >= 0)
            throw new BlobPathException(path.Value, $"'{path.Value[at]}' cannot be part of a file's name here");
        string file = Path.Combine(root, path.Value);
        if (links == LinkPolicy.Refuse)
            RefuseLinks(file);
        return file;
    }

    /// <summary>Every blob below the folder, ordinal by path. Files whose names are no blob paths are left out, as are links to nothing.</summary>
    public IEnumerable<BlobEntry> List(string folder, CancellationToken cancellationToken) =>
        List(folder, name => !TemporaryFile.IsReserved(name), cancellationToken);

    /// <summary>Every <see cref="PartialFile"/> below the folder.</summary>
    public IEnumerable<BlobEntry> ListKept(string folder, CancellationToken cancellationToken) => List(folder, PartialFile.IsOurs, cancellationToken);

    private List<BlobEntry> List(string folder, Func<string, bool> takes, CancellationToken cancellationToken)
    {
        string start = folder.Length == 0 ? root : Of(BlobPath.Parse(folder));
        var entries = new List<BlobEntry>();
        try
        {
            foreach (var file in Files(start))
            {
                cancellationToken.ThrowIfCancellationRequested();
                string relative = Path.GetRelativePath(root, file.FullName).Replace(Path.DirectorySeparatorChar, '/');
                if (takes(file.Name) && BlobPath.TryParse(relative, out var path) && Entry(path, file) is { } entry)
                    entries.Add(entry);
            }
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"'{start}' cannot be listed: {e.Message.TrimEnd('.')}. Check the path and who may read it.", e);
        }
        entries.Sort((a, b) => string.CompareOrdinal(a.Path.Value, b.Path.Value));
        return entries;
    }

    /// <returns>Null where there is no such file, or no longer.</returns>
    public static BlobEntry? Entry(BlobPath path, FileInfo file)
    {
        try
        {
            // A link's own length is that of its target's name.
            var target = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;
            return target is { Exists: true } ? new(path, target.Length, target.LastWriteTimeUtc, FileTag.Of(target)) : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileFailure.Unreadable(file.FullName, e);
        }
    }

    private FileSystemEnumerable<FileInfo> Files(string start) =>
        new(start, (ref entry) => (FileInfo)entry.ToFileSystemInfo(), new EnumerationOptions
        {
            RecurseSubdirectories = true,
            IgnoreInaccessible = false,
            AttributesToSkip = links == LinkPolicy.Refuse ? FileAttributes.ReparsePoint : 0,
        })
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0,
        };

    private void RefuseLinks(string file)
    {
        for (string? part = file; part is not null && part.Length > root.Length; part = Path.GetDirectoryName(part))
            if (new FileInfo(part).LinkTarget is not null)
                throw new StorageException($"'{part}' is a link, which may leave directory '{root}'; replace it by what it points to.");
    }
}
