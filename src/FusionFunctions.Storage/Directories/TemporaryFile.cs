namespace FusionFunctions.Storage.Directories;

/// <summary>
/// The files that blobs are written to before they have their name: beside the final place, so that the rename stays on one volume.
/// A writer keeps its file locked; what is unlocked and old was left by a killed one.
/// </summary>
internal static class TemporaryFile
{
    public const string Prefix = ".tmp-";

    // For file systems without locks: a living writer writes more often than that.
    private static readonly TimeSpan s_abandonedAfter = TimeSpan.FromMinutes(10);

    public static bool IsReserved(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    public static string BesideFile(string file) => Path.Combine(Path.GetDirectoryName(file)!, $"{Prefix}{Guid.NewGuid():N}");

    /// <summary>Opened so that it can be renamed while it is still locked.</summary>
    public static FileStream Open(string temporary) =>
        new(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, bufferSize: 1 << 16);

    /// <summary>A best effort: what cannot be removed now is left for the next time.</summary>
    public static void RemoveAbandoned(string root, CancellationToken cancellationToken)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (string file in Directory.EnumerateFiles(root, $"{Prefix}*", options))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Guid.TryParseExact(Path.GetFileName(file)[Prefix.Length..], "N", out _) && DateTime.UtcNow - File.GetLastWriteTimeUtc(file) > s_abandonedAfter)
                RemoveUnlocked(file);
        }
    }

    private static void RemoveUnlocked(string file)
    {
        try
        {
            using (File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Someone writes it, or someone else just removed it.
        }
    }
}
