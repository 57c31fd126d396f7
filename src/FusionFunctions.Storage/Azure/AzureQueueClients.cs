using Azure.Storage.Queues;

namespace FusionFunctions.Storage.Azure;

/// <param name="Work">The queue itself.</param>
/// <param name="Poison">Receives what nobody could work on.</param>
internal sealed record AzureQueueClients(QueueClient Work, QueueClient Poison)
{
    public static string PoisonName(string name) => $"{name}-poison";
}
