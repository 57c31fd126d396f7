using System.Runtime.InteropServices;

namespace FusionFunctions.FlanT5.Loading;

/// <summary>
/// Memory that a disposed model leaves with the C library, which keeps what is between blocks still in use, a heap for each thread that loaded: a worker that
/// evaluates one model after the other would grow by gigabytes.
/// </summary>
internal static partial class FreedMemory
{
    /// <summary>Gives it back to the system, where the C library is glibc; others do so by themselves.</summary>
    public static void GiveBack()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = Trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // musl has no such call.
        }
    }

    /// <param name="pad">Bytes to keep at the end of the main heap.</param>
    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Trim(nuint pad);
}
