using System.Runtime.InteropServices;
using FusionFunctions.Cli.Display;
using FusionFunctions.Compute.Devices;
using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline;

namespace FusionFunctions.Cli;

/// <summary>Turns what went wrong into a message and an exit code; never a stack trace.</summary>
internal static class Failure
{
    /// <param name="error">What went wrong.</param>
    /// <param name="isResumable">Whether the same command goes on where this one stops.</param>
    /// <param name="interrupted">Cancelled where somebody interrupted the command.</param>
    public static int Report(Exception error, bool isResumable, CancellationToken interrupted)
    {
        if (error is OperationCanceledException && interrupted.IsCancellationRequested)
        {
            Console.Error.WriteLine(isResumable ? "Interrupted. What is finished is kept, and the same command goes on from there." : "Interrupted.");
            return ExitCode.Interrupted;
        }
        Print(error is ExternalException native ? new LibTorchException(native).Message : error.Message);
        return IsBadInput(error) ? ExitCode.BadInput : ExitCode.RunFailed;
    }

    public static void Print(string message) => Console.Error.WriteLine(TerminalText.Plain($"error: {message}"));

    /// <summary>What is wrong, though the work goes on.</summary>
    public static void Warn(string message) => Console.Error.WriteLine(TerminalText.Plain($"warning: {message}"));

    private static bool IsBadInput(Exception error) =>
        error is OrchestrationFailedException failed ? BadInput.Is(failed.ErrorType) : error is JournalException || BadInput.Is(error);
}
