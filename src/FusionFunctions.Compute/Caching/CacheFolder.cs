using System.IO.Enumeration;

namespace FusionFunctions.Compute.Caching;

/// <summary>Files whose time of last writing tells when they were last used. Several processes may share the folder.</summary>
/// <param name="folder">Holds nothing else.</param>
/// <param name="maxBytes">What all files together may have.</param>
internal sealed class CacheFolder(string folder, long maxBytes)
{
    /// <returns>False where there is no such file.</returns>
    public bool TryTouch(string name)
    {
        try
        {
            File.SetLastWriteTimeUtc(Path.Join(folder, name), DateTime.UtcNow);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Deletes what was not used for longest; a file that someone reads stays readable for them, or is kept.</summary>
    public void MakeRoom(long bytes)
    {
        if (!Directory.Exists(folder))
            return;
        var files = Files().OrderBy(file => file.LastUsed).ToList();
        long excess = files.Sum(file => file.Length) + bytes - maxBytes;
        foreach (var file in files.TakeWhile(_ => excess > 0))
        {
            try
            {
                File.Delete(file.Path);
                excess -= file.Length;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // In use; the next oldest may do.
            }
        }
    }

    // An entry tells what it knows even of a file that another process is just renaming or deleting. Names of unfinished files begin with a dot.
    private FileSystemEnumerable<(string Path, long Length, DateTimeOffset LastUsed)> Files() =>
        new(folder, (ref FileSystemEntry entry) => (entry.ToFullPath(), entry.Length, entry.LastWriteTimeUtc))
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && entry.FileName[0] != '.',
        };
}
