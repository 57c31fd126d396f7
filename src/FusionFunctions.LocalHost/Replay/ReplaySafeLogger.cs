using System.Diagnostics;
using FusionFunctions.LocalHost.Tracing;
using Microsoft.Extensions.Logging;

namespace FusionFunctions.LocalHost.Replay;

/// <param name="logger">Gets what is not replayed.</param>
/// <param name="journal">Says what is.</param>
/// <param name="span">What the entries belong to.</param>
internal sealed class ReplaySafeLogger(ILogger logger, RunJournal journal, Func<Activity?> span) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => logger.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => !journal.IsReplaying && logger.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!journal.IsReplaying)
            RunLog.In(span(), () => logger.Log(logLevel, eventId, state, exception, formatter));
    }
}
