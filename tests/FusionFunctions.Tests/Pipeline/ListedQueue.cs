using System.Diagnostics.CodeAnalysis;
using FusionFunctions.Storage.Queues;

namespace FusionFunctions.Tests.Pipeline;

/// <summary>Keeps what was sent.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is a queue.")]
internal sealed class ListedQueue : IWorkQueue
{
    public List<string> Sent { get; } = [];

    public string Name => "a list";

    public string ShortName => "list";

    public Task EnsureUsableAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SendAsync(string body, CancellationToken cancellationToken)
    {
        Sent.Add(body);
        return Task.CompletedTask;
    }

    public Task<WorkMessage?> ReceiveAsync(TimeSpan visibility, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<WorkMessage?> RenewAsync(WorkMessage message, TimeSpan visibility, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> DeleteAsync(WorkMessage message, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> ReleaseAsync(WorkMessage message, TimeSpan delay, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task PoisonAsync(WorkMessage message, CancellationToken cancellationToken) => throw new NotSupportedException();
}
