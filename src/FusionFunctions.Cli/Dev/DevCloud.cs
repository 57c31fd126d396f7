using FusionFunctions.Pipeline;

namespace FusionFunctions.Cli.Dev;

/// <summary>The programs that run together. They end in the reverse order of their start, so that those that store end last.</summary>
internal sealed class DevCloud(DevLog log) : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private readonly List<DevProcess> _processes = [];

    public DevProcess Start(
        string name, string[] command, Func<string, bool> isReady, IReadOnlyDictionary<string, string?> environment, string? folder = null)
    {
        var process = new DevProcess(name, command, log, isReady, environment, folder);
        _processes.Add(process);
        return process;
    }

    /// <summary>Waits until a program has started.</summary>
    /// <exception cref="PipelineException">It ended instead, or takes too long.</exception>
    public static async Task StartedAsync(DevProcess process, CancellationToken cancellationToken)
    {
        var first = await Task.WhenAny(process.Ready, process.Ended, Task.Delay(s_patience, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        if (first == process.Ended)
            throw Ended(process);
        if (first != process.Ready)
            throw new PipelineException($"{process.Name} has not started after {s_patience.TotalMinutes} minutes; its lines above may say why.");
    }

    /// <summary>Waits until it is cancelled; a program that ends by itself is an error.</summary>
    /// <exception cref="PipelineException">One has ended.</exception>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        var cancelled = Task.Delay(Timeout.Infinite, cancellationToken);
        await Task.WhenAny([.. _processes.Select(process => process.Ended), cancelled]);
        if (!cancellationToken.IsCancellationRequested)
            throw Ended(_processes.First(process => process.Ended.IsCompleted));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes))
            await process.DisposeAsync();
    }

    private static PipelineException Ended(DevProcess process) =>
        new($"{process.Name} ended with exit code {process.Ended.Result}; its lines above may say why.");
}
