using FusionFunctions.Storage.Directories.Writing;

namespace FusionFunctions.Storage.Directories;

/// <summary>
/// Files with the beginning of a blob, which a later writer goes on with: temporary ones, locked like all <see cref="TemporaryFile"/>s, whose names tell the content's digest
/// as well, and which stay for a while after their writer. Each writer has one of its own: whoever goes on with one gives it another name first.
/// </summary>
internal static class PartialFile
{
    private const string Extension = ".partial";
    private const int DigestLength = 64;
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(7);

    // Windows lets no file be renamed that is open for nobody else; there it is enough that nobody else may write it.
    private static readonly FileShare s_alone = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;

    public static bool IsOurs(string name) =>
        TemporaryFile.IsReserved(name) && name.EndsWith(Extension, StringComparison.Ordinal)
        && name[TemporaryFile.Prefix.Length..^Extension.Length].Split('-') is [var sha256, var own] && IsDigest(sha256) && Guid.TryParseExact(own, "N", out _);

    /// <summary>Whether nobody has gone on with it for so long that nobody will.</summary>
    private static bool IsGivenUp(string partial) => new FileInfo(partial) is { Exists: true } file && DateTime.UtcNow - file.LastWriteTimeUtc > s_kept;

    /// <summary>Removes it where it is given up and nobody writes it.</summary>
    public static void RemoveIfGivenUp(string partial)
    {
        if (IsGivenUp(partial))
            TemporaryFile.TryRemove(partial);
    }

    /// <summary>Creates one, and removes those of the same content that nobody writes.</summary>
    /// <param name="file">The blob's final place.</param>
    /// <param name="sha256">Of the content.</param>
    /// <exception cref="ArgumentException">Not a digest: it becomes part of a name.</exception>
    /// <returns>Null where locks do not tell who writes: two who write one file would leave holes in it that neither sees.</returns>
    public static (string Name, FileStream Stream)? TryCreate(string file, string sha256)
    {
        string partial = NewName(file, sha256);
        if (!MachineLocks.Reach(Path.GetDirectoryName(file)!))
            return null;
        foreach (string other in Of(file, sha256))
            TemporaryFile.TryRemove(other);
        if (TemporaryFile.TryCreate(partial) is not { } stream)
            return null;
        if (MachineLocks.Hold(partial))
            return (partial, stream);
        stream.Dispose();
        TemporaryFile.TryRemove(partial);
        return null;
    }

    /// <summary>Takes one over, cut to a place where aligned writes go on.</summary>
    /// <param name="file">The blob's final place.</param>
    /// <param name="sha256">Of the content.</param>
    /// <param name="length">Bytes of the content. A file that has as many may be a second name of the blob, and is not touched.</param>
    /// <returns>Null where there is none that can be taken.</returns>
    public static (string Name, FileStream Stream)? TryTake(string file, string sha256, long length)
    {
        string own = NewName(file, sha256);
        if (!MachineLocks.Reach(Path.GetDirectoryName(file)!))
            return null;
        foreach (string partial in Of(file, sha256))
            try
            {
                if (TryRename(partial, own, length) && TryOpen(own) is { } stream)
                    return (own, stream);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
            {
                // Something else has the name, or someone was faster. A beginning is worth a download at most.
            }
        return null;
    }

    private static string[] Of(string file, string sha256) =>
        [.. Directory.EnumerateFiles(Path.GetDirectoryName(file)!, $"{TemporaryFile.Prefix}{sha256}-*{Extension}").Where(name => IsOurs(Path.GetFileName(name)))];

    private static string NewName(string file, string sha256) => IsDigest(sha256)
        ? Path.Combine(Path.GetDirectoryName(file)!, $"{TemporaryFile.Prefix}{sha256}-{Guid.NewGuid():N}{Extension}")
        : throw new ArgumentException("Not the digits of a sha256.", nameof(sha256));

    private static bool IsDigest(string text) => text.Length == DigestLength && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Cuts and renames it while nobody else has it: of several who want it, one finds it under the name that it had.</summary>
    private static bool TryRename(string partial, string own, long length)
    {
        if (new FileInfo(partial) is not { LinkTarget: null } file || file.Length < AlignedWrites.Alignment || file.Length >= length)
            return false;
        using var alone = new FileStream(partial, FileMode.Open, FileAccess.ReadWrite, s_alone, bufferSize: 0);
        if (alone.Length >= length)
            return false;
        // A length that is set anew is a change even where it is the same, and a week begins again.
        if (alone.Length % AlignedWrites.Alignment != 0)
            alone.SetLength(alone.Length / AlignedWrites.Alignment * AlignedWrites.Alignment);
        File.Move(partial, own);
        return true;
    }

    private static FileStream? TryOpen(string partial)
    {
        var stream = new FileStream(partial, FileMode.Open, FileAccess.ReadWrite, FileShare.Delete, bufferSize: 0);
        if (MachineLocks.Hold(partial))
            return stream;
        stream.Dispose();
        return null;
    }
}
