using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using FusionFunctions.Storage.Queues;

namespace FusionFunctions.Torch.Tests.Costs;

/// <summary>A queue in this process; nobody loses a message there.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is a queue.")]
internal sealed class MemoryQueue : IWorkQueue
{
    private readonly ConcurrentQueue<string> _waiting = new();

    public string Name => "this process";

    public string ShortName => "memory";

    public Task EnsureUsableAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SendAsync(string body, CancellationToken cancellationToken)
    {
        _waiting.Enqueue(body);
        return Task.CompletedTask;
    }

    public Task<WorkMessage?> ReceiveAsync(TimeSpan visibility, CancellationToken cancellationToken) =>
        Task.FromResult(_waiting.TryDequeue(out string? body) ? new WorkMessage(body, "", body, 1) : null);

    public Task<WorkMessage?> RenewAsync(WorkMessage message, TimeSpan visibility, CancellationToken cancellationToken) => Task.FromResult<WorkMessage?>(message);

    public Task<bool> DeleteAsync(WorkMessage message, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<bool> ReleaseAsync(WorkMessage message, TimeSpan delay, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task PoisonAsync(WorkMessage message, CancellationToken cancellationToken) => throw new NotSupportedException();
}
