using FusionFunctions.Storage.Directories.Writing;

namespace FusionFunctions.Storage.Directories;

/// <summary>
/// Files with the beginning of a blob, which a later writer goes on with: temporary ones as <see cref="TemporaryFile"/>s are, but named by the content's digest, and
/// kept for a while after their writer.
/// </summary>
internal static class PartialFile
{
    private const string Extension = ".partial";
    private const int DigestLength = 64;
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(7);

    // Of those that let a file be renamed while it is open, the one that keeps other writers out.
    private static readonly FileShare s_alone = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;

    /// <param name="file">The blob's final place.</param>
    /// <param name="sha256">Of the content.</param>
    /// <exception cref="ArgumentException">Not a digest: it becomes part of a name.</exception>
    public static string Of(string file, string sha256)
    {
        string name = $"{TemporaryFile.Prefix}{sha256}{Extension}";
        return IsOurs(name) ? Path.Combine(Path.GetDirectoryName(file)!, name) : throw new ArgumentException("Not the digits of a sha256.", nameof(sha256));
    }

    public static bool IsOurs(string name) =>
        name.Length == TemporaryFile.Prefix.Length + DigestLength + Extension.Length && TemporaryFile.IsReserved(name)
        && name.EndsWith(Extension, StringComparison.Ordinal) && name.Substring(TemporaryFile.Prefix.Length, DigestLength).All(char.IsAsciiHexDigitLower);

    /// <summary>Whether nobody has gone on with it for so long that nobody will.</summary>
    public static bool IsGivenUp(string partial) => DateTime.UtcNow - File.GetLastWriteTimeUtc(partial) > s_kept;

    /// <summary>Removes those in a folder and in the ones below it, but for those that someone writes.</summary>
    public static void RemoveAll(string folder, CancellationToken cancellationToken)
    {
        foreach (string file in TemporaryFile.FilesBelow(folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (IsOurs(Path.GetFileName(file)))
                TemporaryFile.TryRemove(file);
        }
    }

    /// <summary>Opens the file, or creates it, so that it can be renamed while it is locked.</summary>
    /// <param name="partial">The file.</param>
    /// <param name="isFromFront">Whether its bytes are given up.</param>
    /// <returns>
    /// Null where someone else has it, or might have it without our knowing, or a link has its name; else its length is a place where aligned writes go on.
    /// </returns>
    public static FileStream? TryOpen(string partial, bool isFromFront)
    {
        // Two who write one file would leave holes in it that neither sees.
        if (new FileInfo(partial).LinkTarget is not null || !MachineLocks.Reach(Path.GetDirectoryName(partial)!))
            return null;
        try
        {
            var stream = new FileStream(partial, FileMode.OpenOrCreate, FileAccess.ReadWrite, s_alone, bufferSize: 0);
            if (MachineLocks.Hold(partial) && File.Exists(partial))
            {
                stream.SetLength(isFromFront ? 0 : stream.Length / AlignedWrites.Alignment * AlignedWrites.Alignment);
                return stream;
            }
            stream.Dispose();
            return null;
        }
        catch (IOException e) when (FileFailure.IsHeld(e))
        {
            return null;
        }
    }
}
