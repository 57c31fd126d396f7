using System.Diagnostics.CodeAnalysis;
using FusionFunctions.Storage.Queues;

namespace FusionFunctions.Torch.Tests.Workers;

/// <summary>Sends every message twice, as a queue may deliver it.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is a queue.")]
internal sealed class DuplicatingQueue(IWorkQueue queue) : IWorkQueue
{
    public string Name => queue.Name;

    public string ShortName => queue.ShortName;

    public Task EnsureUsableAsync(CancellationToken cancellationToken) => queue.EnsureUsableAsync(cancellationToken);

    public async Task SendAsync(string body, CancellationToken cancellationToken)
    {
        await queue.SendAsync(body, cancellationToken);
        await queue.SendAsync(body, cancellationToken);
    }

    public Task<WorkMessage?> ReceiveAsync(TimeSpan visibility, CancellationToken cancellationToken) => queue.ReceiveAsync(visibility, cancellationToken);

    public Task<WorkMessage?> RenewAsync(WorkMessage message, TimeSpan visibility, CancellationToken cancellationToken) =>
        queue.RenewAsync(message, visibility, cancellationToken);

    public Task<bool> DeleteAsync(WorkMessage message, CancellationToken cancellationToken) => queue.DeleteAsync(message, cancellationToken);

    public Task<bool> ReleaseAsync(WorkMessage message, TimeSpan delay, CancellationToken cancellationToken) => queue.ReleaseAsync(message, delay, cancellationToken);

    public Task PoisonAsync(WorkMessage message, CancellationToken cancellationToken) => queue.PoisonAsync(message, cancellationToken);
}
