using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FusionFunctions.Storage.Directories.Writing;

/// <summary>Whether a file is written past the system's page cache (<c>O_DIRECT</c> of open(2)): on Linux, where the file system can.</summary>
internal static partial class DirectAccess
{
    private const int GetFlags = 3;
    private const int SetFlags = 4;

    // Its number depends on the processor.
    private static readonly int s_flag = RuntimeInformation.ProcessArchitecture switch
    {
        _ when !OperatingSystem.IsLinux() => 0,
        Architecture.X64 => 0x4000,
        Architecture.Arm64 => 0x10000,
        _ => 0,
    };

    /// <returns>False where it cannot be; then nothing has changed.</returns>
    public static bool TryBegin(SafeFileHandle file) => s_flag != 0 && Control(file, GetFlags, 0) is var flags and >= 0 && Control(file, SetFlags, flags | s_flag) >= 0;

    /// <summary>After <see cref="TryBegin"/>.</summary>
    public static void End(SafeFileHandle file) => _ = Control(file, SetFlags, Control(file, GetFlags, 0) & ~s_flag);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Control(SafeFileHandle file, int command, int argument);
}
