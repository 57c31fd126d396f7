using Microsoft.Extensions.Logging;

namespace FusionFunctions.Compute.Telemetry;

/// <summary>How programs that stay print their log entries.</summary>
public static class ConsoleLog
{
    /// <summary>A line for each entry, which begins with the time.</summary>
    public static ILoggingBuilder AddConsoleLines(this ILoggingBuilder builder) => builder.AddSimpleConsole(console =>
        (console.SingleLine, console.TimestampFormat, console.UseUtcTimestamp) = (true, "yyyy-MM-ddTHH:mm:ssZ ", true));
}
