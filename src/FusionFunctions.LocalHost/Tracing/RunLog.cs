using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace FusionFunctions.LocalHost.Tracing;

/// <summary>What the host says of a run; each entry belongs to the span that it tells of.</summary>
internal static partial class RunLog
{
    /// <summary>Every entry of the run, whoever writes it, has the field <c>fusion.run</c>.</summary>
    public static IDisposable? ScopeOf(this ILogger log, string run) => log.BeginScope(new KeyValuePair<string, object>[] { new("fusion.run", run) });

    /// <summary>Writes as if the span were the current one.</summary>
    public static void In(Activity? span, Action write)
    {
        var current = Activity.Current;
        Activity.Current = span;
        try
        {
            write();
        }
        finally
        {
            Activity.Current = current;
        }
    }

    [LoggerMessage(1, LogLevel.Information, "{Orchestrator} begins")]
    public static partial void Begun(this ILogger log, string orchestrator);

    [LoggerMessage(2, LogLevel.Information, "{Orchestrator} goes on after {Events} events")]
    public static partial void Resumed(this ILogger log, string orchestrator, long events);

    [LoggerMessage(3, LogLevel.Information, "{Orchestrator} is done")]
    public static partial void Completed(this ILogger log, string orchestrator);

    [LoggerMessage(4, LogLevel.Error, "{Orchestrator} failed: {Reason}")]
    public static partial void Failed(this ILogger log, string orchestrator, string reason);

    [LoggerMessage(5, LogLevel.Information, "{Orchestrator} was interrupted and can be resumed")]
    public static partial void Interrupted(this ILogger log, string orchestrator);

    [LoggerMessage(6, LogLevel.Warning, "{Activity} failed in attempt {Attempt}: {Reason}")]
    public static partial void AttemptFailed(this ILogger log, string activity, int attempt, string reason);
}
