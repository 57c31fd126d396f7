namespace FusionFunctions.Storage.Directories;

/// <summary>What the exceptions of files mean.</summary>
public static class FileFailure
{
    /// <summary>Whether somebody else has the file locked: ERROR_SHARING_VIOLATION, or EWOULDBLOCK of Linux or of macOS.</summary>
    public static bool IsHeld(IOException e) =>
        OperatingSystem.IsWindows() ? e.HResult == unchecked((int)0x80070020) : e.HResult == (OperatingSystem.IsMacOS() ? 35 : 11);

    /// <summary>Whether the system refused to write a file. What .NET makes of one that may not grow (EFBIG) is no <see cref="IOException"/>.</summary>
    public static bool IsRefusedWrite(Exception e) => e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException;

    internal static StorageException Unreadable(string file, Exception e) =>
        new($"'{file}' cannot be read: {e.Message.TrimEnd('.')}. Check the path and who may read it.", e);
}
