namespace FusionFunctions.Cli;

/// <summary>What the shell gets back.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int RunFailed = 1;
    public const int BadInput = 2;

    /// <summary>As shells say it: 128 + SIGINT.</summary>
    public const int Interrupted = 130;
}
