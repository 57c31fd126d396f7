namespace FusionFunctions.Storage.Directories;

/// <summary>The temporary files that killed writers left behind.</summary>
internal static class AbandonedFiles
{
    // Where a lock tells nothing of a writer. A merge may compute for hours between two writes of a file.
    private static readonly TimeSpan s_silence = TimeSpan.FromDays(1);

    /// <summary>Removes them. A best effort: what cannot be removed now is left for the next time.</summary>
    /// <param name="root">Searched with all its folders.</param>
    /// <param name="written">A temporary file in it that is being written.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static void Remove(string root, string written, CancellationToken cancellationToken)
    {
        // A lock that keeps nobody from the file tells nothing.
        bool locksTell = MachineLocks.Reach(root) && !TemporaryFile.TryRemove(written);
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (string file in Directory.EnumerateFiles(root, $"{TemporaryFile.Prefix}*", options))
        {
            cancellationToken.ThrowIfCancellationRequested();
            string name = Path.GetFileName(file);
            if (PartialFile.IsOurs(name))
                PartialFile.RemoveIfGivenUp(file);
            else if (TemporaryFile.IsOurs(name) && (locksTell || IsSilent(file)))
                TemporaryFile.TryRemove(file);
        }
    }

    private static bool IsSilent(string file) => DateTime.UtcNow - File.GetLastWriteTimeUtc(file) > s_silence;
}
