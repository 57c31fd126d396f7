using System.Runtime.InteropServices;

namespace FusionFunctions.Storage.Directories;

/// <summary>
/// Gives a file its name only where nothing has that name, in one step. <see cref="File.Move(string, string)"/> looks first and renames
/// then on Unix, so that two writers may both believe they came first; a hard link fails where the name is taken.
/// </summary>
internal static partial class ExclusiveRename
{
    private const int Done = 0;
    private const int NameTaken = 17;

    /// <returns>False where the name is taken; then nothing changed.</returns>
    /// <exception cref="IOException">The file cannot be renamed.</exception>
    public static bool TryMove(string temporary, string file)
    {
        if (OperatingSystem.IsWindows())
            return TryMoveFile(temporary, file);
        if (Link(temporary, file) == Done)
        {
            File.Delete(temporary);
            return true;
        }
        // Where links are not supported, such as on FAT, one machine should be the only writer.
        return Marshal.GetLastPInvokeError() != NameTaken && TryMoveFile(temporary, file);
    }

    private static bool TryMoveFile(string temporary, string file)
    {
        try
        {
            File.Move(temporary, file, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(file) && File.Exists(temporary))
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string existing, string added);
}
