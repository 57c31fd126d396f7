namespace FusionFunctions.Compute.Caching;

/// <summary>Files whose time of last writing tells when they were last used.</summary>
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
        FileInfo[] files = [.. new DirectoryInfo(folder).GetFiles().OrderBy(file => file.LastWriteTimeUtc)];
        long excess = files.Sum(file => file.Length) + bytes - maxBytes;
        foreach (var file in files.TakeWhile(_ => excess > 0))
        {
            try
            {
                // A deleted file no longer tells its length.
                long length = file.Length;
                file.Delete();
                excess -= length;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // In use; the next oldest may do.
            }
        }
    }
}
