using Spectre.Console;

namespace FusionFunctions.Cli.Display;

/// <summary>Shows a run while it goes on: live on a terminal, plain lines elsewhere.</summary>
internal static class RunDisplay
{
    public static IAsyncDisposable Start(RunTracker tracker) =>
        AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected ? LiveDisplay.Start(tracker) : new PlainDisplay(tracker);
}
