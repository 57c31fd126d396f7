namespace FusionFunctions.Storage.Directories;

/// <summary>What the locks of files tell about who else has one open.</summary>
internal static class MachineLocks
{
    /// <summary>Whether they reach everybody who may have a file of the directory open: shares are often mounted so that each machine keeps its own.</summary>
    public static bool Reach(string directory)
    {
        try
        {
            return new DriveInfo(directory).DriveType is DriveType.Fixed or DriveType.Ram or DriveType.Removable;
        }
        catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Whether a lock that is held keeps others out: not all file systems have locks.</summary>
    /// <param name="held">A file that is open, as <see cref="TemporaryFile"/>s are.</param>
    public static bool Hold(string held)
    {
        try
        {
            File.OpenHandle(held, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e is IOException failure && FileFailure.IsHeld(failure);
        }
    }
}
