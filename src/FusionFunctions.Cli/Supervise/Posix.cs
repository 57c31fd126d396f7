using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FusionFunctions.Cli.Supervise;

/// <summary>Sessions and signals, where the system has them.</summary>
internal static partial class Posix
{
    private const int OwnGroup = 0;
    private const int InterruptSignal = 2;
    private const int KillSignal = 9;
    private const int TerminateSignal = 15;

    private static readonly TimeSpan s_untilEnded = TimeSpan.FromSeconds(1);

    /// <summary>Puts this process and those it will start into a session and group of their own, which no terminal interrupts.</summary>
    public static void LeaveTerminal()
    {
        if (!OperatingSystem.IsWindows())
            _ = SetSid();
    }

    /// <summary>SIGTERM for the group, this process included; on Windows, which has none, the process ends at once with what it started.</summary>
    public static void AskGroupToStop(Process process)
    {
        if (!OperatingSystem.IsWindows())
            _ = Kill(OwnGroup, TerminateSignal);
        else if (!process.HasExited)
            process.Kill(entireProcessTree: true);
    }

    /// <summary>SIGKILL for the group, this process included.</summary>
    public static void KillGroup()
    {
        if (!OperatingSystem.IsWindows())
            _ = Kill(OwnGroup, KillSignal);
    }

    /// <summary>Ends this process as Ctrl-C ends one that does not care; returns where the system has no signals, or where this one is ignored.</summary>
    public static void EndByInterrupt()
    {
        if (OperatingSystem.IsWindows())
            return;
        _ = Kill(Environment.ProcessId, InterruptSignal);
        // The runtime ends the process on a thread of its own.
        Thread.Sleep(s_untilEnded);
    }

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetSid();

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
