using System.Diagnostics.CodeAnalysis;

namespace FusionFunctions.Storage.Queues;

/// <summary>
/// Work for many machines. Every message is delivered at least once: a receiver holds it for a while, and unless it deletes it in that
/// time, another one gets it. Failures are <see cref="StorageException"/>s that name the queue and the remedy.
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is a queue.")]
public interface IWorkQueue
{
    /// <summary>What the queue is, for messages, without any secret.</summary>
    string Name { get; }

    /// <summary>Its name in its account, for traces.</summary>
    string ShortName { get; }

    /// <summary>Creates the queue where it is missing; fails early where it cannot be used.</summary>
    Task EnsureUsableAsync(CancellationToken cancellationToken);

    Task SendAsync(string body, CancellationToken cancellationToken);

    /// <param name="visibility">How long nobody else gets the message.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>Null where there is none now.</returns>
    Task<WorkMessage?> ReceiveAsync(TimeSpan visibility, CancellationToken cancellationToken);

    /// <returns>The message with its new receipt, or null where it is no longer held: someone else received or deleted it.</returns>
    Task<WorkMessage?> RenewAsync(WorkMessage message, TimeSpan visibility, CancellationToken cancellationToken);

    /// <returns>False where it is no longer held.</returns>
    Task<bool> DeleteAsync(WorkMessage message, CancellationToken cancellationToken);

    /// <summary>Gives the message back, for anyone to receive after the delay.</summary>
    /// <returns>False where it is no longer held.</returns>
    Task<bool> ReleaseAsync(WorkMessage message, TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>Moves the message to the queue of those that nobody could work on, <c>{name}-poison</c>.</summary>
    Task PoisonAsync(WorkMessage message, CancellationToken cancellationToken);
}
