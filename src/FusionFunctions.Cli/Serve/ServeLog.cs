using Microsoft.Extensions.Logging;

namespace FusionFunctions.Cli.Serve;

/// <summary>What a server says of its runs and of the hub.</summary>
internal static partial class ServeLog
{
    [LoggerMessage(1, LogLevel.Information, "{Run}: started")]
    public static partial void Started(this ILogger log, string run);

    [LoggerMessage(2, LogLevel.Information, "{Run}: completed with {Failures} failed rows; leaderboard {Leaderboard}")]
    public static partial void Completed(this ILogger log, string run, int failures, string leaderboard);

    [LoggerMessage(3, LogLevel.Error, "{Run}: failed: {Reason}")]
    public static partial void Failed(this ILogger log, string run, string reason);

    [LoggerMessage(4, LogLevel.Information, "{Run}: cancelled")]
    public static partial void Cancelled(this ILogger log, string run);

    [LoggerMessage(5, LogLevel.Information, "{Run}: interrupted; the next server over this store goes on with it")]
    public static partial void Interrupted(this ILogger log, string run);

    [LoggerMessage(7, LogLevel.Warning, "{Reason}")]
    public static partial void HubWaits(this ILogger log, string reason);
}
