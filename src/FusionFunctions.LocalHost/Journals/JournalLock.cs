using FusionFunctions.Storage.Directories;

namespace FusionFunctions.LocalHost.Journals;

/// <summary>One process at a time has a journal. The system takes the lock back when the process ends, however it ends.</summary>
internal static class JournalLock
{
    /// <exception cref="JournalException">Another has it.</exception>
    public static FileStream Take(string path)
    {
        try
        {
            return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException e) when (FileFailure.IsHeld(e))
        {
            throw new JournalException($"The run is in progress elsewhere: another process holds '{path}'. Wait for it to end, or stop it.", e);
        }
    }
}
