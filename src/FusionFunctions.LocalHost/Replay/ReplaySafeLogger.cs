using Microsoft.Extensions.Logging;

namespace FusionFunctions.LocalHost.Replay;

internal sealed class ReplaySafeLogger(ILogger logger, RunJournal journal) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => logger.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => !journal.IsReplaying && logger.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!journal.IsReplaying)
            logger.Log(logLevel, eventId, state, exception, formatter);
    }
}
