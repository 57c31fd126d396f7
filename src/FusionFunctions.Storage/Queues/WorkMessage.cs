namespace FusionFunctions.Storage.Queues;

/// <summary>A message that was received and is held until its visibility runs out.</summary>
/// <param name="Id">The queue's name for it.</param>
/// <param name="Receipt">Proves that this receiver holds it; replaced at every renewal.</param>
/// <param name="Body">What the sender wrote.</param>
/// <param name="Deliveries">How often it was received, this time included.</param>
public sealed record WorkMessage(string Id, string Receipt, string Body, long Deliveries)
{
    /// <summary>When the queue took it, by the queue's clock; null where that is not known.</summary>
    public DateTimeOffset? SentAt { get; init; }
}
