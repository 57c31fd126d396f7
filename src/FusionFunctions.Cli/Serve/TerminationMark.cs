using FusionFunctions.Storage;

namespace FusionFunctions.Cli.Serve;

/// <summary>A file beside a journal that says: stopped on purpose, not to be taken up.</summary>
internal static class TerminationMark
{
    private const string FileName = "terminated";

    public static bool IsSet(string folder) => Find(folder) is not null;

    /// <returns>When the run was stopped; null where it was not.</returns>
    public static DateTimeOffset? Find(string folder) =>
        new FileInfo(Path.Join(folder, FileName)) is { Exists: true } file ? new DateTimeOffset(file.LastWriteTimeUtc) : null;

    /// <exception cref="StorageException">The folder cannot be written to.</exception>
    public static void Set(string folder) => Change(folder, file =>
    {
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(file, []);
    });

    /// <exception cref="StorageException">The folder cannot be written to.</exception>
    public static void Remove(string folder) => Change(folder, file =>
    {
        if (IsSet(folder))
            File.Delete(file);
    });

    private static void Change(string folder, Action<string> change)
    {
        string file = Path.Join(folder, FileName);
        try
        {
            change(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"{file} cannot be written: {e.Message}", e);
        }
    }
}
