using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace FusionFunctions.Tests.LocalHost;

/// <summary>Keeps every message with the run of its scope and its span.</summary>
internal sealed class ScopedLog : ILoggerFactory, ILogger
{
    private readonly LoggerExternalScopeProvider _scopes = new();
    private readonly ConcurrentQueue<(string Message, object? Run, ActivitySpanId Span)> _entries = new();

    public IReadOnlyList<(string Message, object? Run, ActivitySpanId Span)> Entries => [.. _entries];

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable BeginScope<TState>(TState state)
        where TState : notnull => _scopes.Push(state);

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        object? run = null;
        _scopes.ForEachScope((scope, _) => run = (scope as IEnumerable<KeyValuePair<string, object>>)?.First(field => field.Key == "fusion.run").Value, 0);
        _entries.Enqueue((formatter(state, exception), run, Activity.Current?.SpanId ?? default));
    }

    public void Dispose()
    {
    }
}
