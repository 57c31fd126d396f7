using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using FusionFunctions.Pipeline;

namespace FusionFunctions.Cli.Supervise;

/// <summary>
/// Keeps a program to its owner's life: when standard input ends, which it does however the owner ends, the program is asked to stop,
/// and after a while made to. Ctrl-C at the owner's terminal does not reach it, so that the owner can stop its programs in order.
/// </summary>
internal static class Supervision
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_lastLines = TimeSpan.FromSeconds(1);

    /// <returns>The program's exit code.</returns>
    public static async Task<int> RunAsync(string[] program, CancellationToken cancellationToken)
    {
        Posix.LeaveTerminal();
        // The group's SIGTERM comes back to this process, which has yet to see the others off.
        using var survival = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => signal.Cancel = true);
        using var process = new Process { StartInfo = StartOf(program), EnableRaisingEvents = true };
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Exited += (_, _) => ended.TrySetResult();
        Start(process);
        var told = Task.Run(EndOfInput, CancellationToken.None);
        await Task.WhenAny(ended.Task, told, Task.Delay(Timeout.Infinite, cancellationToken));
        bool isItsOwnEnd = ended.Task.IsCompleted;
        // What it started may be there still, even where it has ended itself.
        Posix.AskGroupToStop(process);
        await Task.WhenAny(ended.Task, Task.Delay(s_grace, CancellationToken.None));
        await Task.WhenAny(process.WaitForExitAsync(CancellationToken.None), Task.Delay(s_lastLines, CancellationToken.None));
        if (isItsOwnEnd)
            return process.ExitCode;
        Posix.KillGroup();
        return ExitCode.Interrupted;
    }

    // The lines pass through here, for a program may fail over lines that its owner no longer reads, before it has saved what it holds.
    private static ProcessStartInfo StartOf(string[] program) =>
        new(program[0], program[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };

    private static void Start(Process process)
    {
        process.OutputDataReceived += (_, line) => Pass(line.Data, Console.Out);
        process.ErrorDataReceived += (_, line) => Pass(line.Data, Console.Error);
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new PipelineException($"'{process.StartInfo.FileName}' cannot be started: {e.Message}.", e);
        }
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private static void Pass(string? line, TextWriter output)
    {
        try
        {
            if (line is not null)
                output.WriteLine(line);
        }
        catch (IOException)
        {
            // Nobody reads any more.
        }
    }

    private static void EndOfInput()
    {
        using var input = Console.OpenStandardInput();
        Span<byte> ignored = stackalloc byte[64];
        while (input.Read(ignored) > 0)
        {
        }
    }
}
