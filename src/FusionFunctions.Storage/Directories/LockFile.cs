namespace FusionFunctions.Storage.Directories;

/// <summary>A lease as a locked file. The operating system drops the lock with the process, so it can be neither lost nor left behind.</summary>
internal sealed class LockFile : IBlobLease
{
    private readonly FileStream _lock;

    private LockFile(BlobPath path, FileStream locked) => (Path, _lock) = (path, locked);

    public BlobPath Path { get; }

    public CancellationToken Lost => CancellationToken.None;

    /// <returns>Null where someone else holds it.</returns>
    public static LockFile? TryTake(BlobPath path, string file)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
            return new(path, new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (FileFailure.IsHeld(e))
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"'{file}' cannot be locked: {e.Message}", e);
        }
    }

    public ValueTask DisposeAsync() => _lock.DisposeAsync();
}
