using System.IO.Enumeration;
using FusionFunctions.Checkpoints.Digests;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;

namespace FusionFunctions.Checkpoints.Hub.LocalCaches;

/// <summary>What of a commit is on this machine already.</summary>
/// <param name="Folder">Its full path.</param>
/// <param name="Found">The files there; not all that the commit has.</param>
internal sealed record LocalSnapshot(string Folder, HubRevision Found)
{
    /// <summary>The files, links followed: such a cache is made of links.</summary>
    public IBlobStore Store => new DirectoryBlobStore(Folder, LinkPolicy.Follow);

    public static LocalSnapshot Open(string folder, HubRepository repository, string commit)
    {
        var files = new List<HubFile>();
        foreach (var file in FilesIn(folder))
            if (Target(file) is { Exists: true } content && BlobPath.TryParse(Relative(folder, file), out var path))
                files.Add(Describe(path, content));
        return new(folder, new(repository, commit, [.. files.OrderBy(file => file.Path.Value, StringComparer.Ordinal)]));
    }

    /// <returns>Null where the file is not here.</returns>
    public async Task<byte[]?> ReadAsync(HubFile file, int maxBytes, CancellationToken cancellationToken) =>
        Found.Find(file.Path.Value) is null ? null : await Store.ReadBytesAsync(file.Path, maxBytes, cancellationToken);

    /// <summary>Whether the file is here with the size that the hub lists.</summary>
    public bool Has(HubFile file) => Found.Find(file.Path.Value) is { } here && (file.Size ?? here.Size) == here.Size;

    /// <summary>Files and links to files; links to folders are not entered, since they may lead in a circle.</summary>
    private static FileSystemEnumerable<FileInfo> FilesIn(string folder) => new(
        folder,
        (ref entry) => (FileInfo)entry.ToFileSystemInfo(),
        new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
    {
        ShouldIncludePredicate = (ref entry) => !entry.IsDirectory,
        ShouldRecursePredicate = (ref entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0,
    };

    /// <summary>Null for a link that leads to itself.</summary>
    private static FileInfo? Target(FileInfo file)
    {
        try
        {
            return file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The blob that a link leads to is named by the content's digest.</summary>
    private static HubFile Describe(BlobPath path, FileInfo content) => new(
        path, content.Length,
        HexDigest.IsHex(content.Name, HexDigest.Sha256Length) ? content.Name : null,
        HexDigest.IsHex(content.Name, HexDigest.GitSha1Length) ? content.Name : null);

    private static string Relative(string folder, FileInfo file) =>
        Path.GetRelativePath(folder, file.FullName).Replace(Path.DirectorySeparatorChar, '/');
}
