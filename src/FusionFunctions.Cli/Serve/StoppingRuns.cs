namespace FusionFunctions.Cli.Serve;

/// <summary>Runs that are being stopped, which may take minutes: each is stopped once, and begun again only afterwards.</summary>
internal sealed class StoppingRuns
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task> _stopping = new(StringComparer.Ordinal);

    /// <param name="id">The run's.</param>
    /// <param name="stop">Stops it; not called where somebody else's call does.</param>
    public async Task StopAsync(string id, Func<Task> stop)
    {
        Task stopping;
        lock (_lock)
            if (!_stopping.TryGetValue(id, out stopping!))
                _stopping[id] = stopping = Task.Run(() => AndForgetAsync(id, stop));
        await stopping;
    }

    /// <summary>Returns at once where nobody stops the run.</summary>
    public async Task UntilDoneAsync(string id, CancellationToken cancellationToken)
    {
        while (Find(id) is { } stopping)
            await Task.WhenAny(stopping).WaitAsync(cancellationToken);
    }

    private Task? Find(string id)
    {
        lock (_lock)
            return _stopping.GetValueOrDefault(id);
    }

    private async Task AndForgetAsync(string id, Func<Task> stop)
    {
        try
        {
            await stop();
        }
        finally
        {
            lock (_lock)
                _stopping.Remove(id);
        }
    }
}
