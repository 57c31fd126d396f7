namespace FusionFunctions.Storage.Directories;

/// <summary>
/// The files that blobs are written to before they have their name: beside the final place, so that the rename stays on one volume.
/// A writer keeps its file locked, which tells it from one that a killed writer left behind.
/// </summary>
internal static class TemporaryFile
{
    public const string Prefix = ".tmp-";

    public static bool IsReserved(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Whether the name is one that <see cref="Create"/> gives; others with the prefix are somebody else's.</summary>
    public static bool IsOurs(string name) => IsReserved(name) && Guid.TryParseExact(name[Prefix.Length..], "N", out _);

    /// <summary>Creates one beside the file.</summary>
    /// <param name="file">The final place.</param>
    /// <param name="tryCreate">Such as <see cref="TryCreate(string)"/>; asked with another name where it returns null.</param>
    public static (string Name, FileStream Stream) Create(string file, Func<string, FileStream?> tryCreate)
    {
        while (true)
        {
            string temporary = Path.Combine(Path.GetDirectoryName(file)!, $"{Prefix}{Guid.NewGuid():N}");
            if (tryCreate(temporary) is { } stream)
                return (temporary, stream);
        }
    }

    /// <summary>Creates the file, so that it can be renamed while it is still locked.</summary>
    /// <returns>Null where it was taken for an abandoned one before it was locked; then it is gone.</returns>
    public static FileStream? TryCreate(string temporary) => TryCreate(temporary, FileOptions.None);

    /// <inheritdoc cref="TryCreate(string)"/>
    public static FileStream? TryCreate(string temporary, FileOptions options)
    {
        FileStream stream;
        try
        {
            stream = new(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, bufferSize: 0, options);
        }
        catch (IOException e) when (FileFailure.IsHeld(e))
        {
            return null;
        }
        if (File.Exists(temporary))
            return stream;
        stream.Dispose();
        return null;
    }

    /// <summary>Removes the file unless it is locked.</summary>
    /// <returns>False where someone writes it, or it cannot be removed.</returns>
    public static bool TryRemove(string temporary)
    {
        try
        {
            // Removed before the lock is let go: whoever created it meanwhile learns of it.
            File.OpenHandle(temporary, FileMode.Open, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose).Dispose();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
