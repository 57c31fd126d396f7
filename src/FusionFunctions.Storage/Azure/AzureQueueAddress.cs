using Azure.Storage.Queues;
using FusionFunctions.Storage.Queues;

namespace FusionFunctions.Storage.Azure;

/// <summary>Makes a queue's clients out of a connection string or an address.</summary>
internal static class AzureQueueAddress
{
    // Names are shorter than the service's 63 letters, so that '-poison' fits behind them.
    private static readonly AzureService s_service = new(
        "Queue", "queue", "queue", 56,
        "Give --queue https://ACCOUNT.queue.core.windows.net/QUEUE, a connection string, or env:NAME for one in the environment.");

    /// <summary>A connection string of Azure Storage, with one part more, <c>Queue=NAME</c>.</summary>
    public static AzureQueueClients FromConnectionString(string text, bool isPatient)
    {
        var parts = ConnectionText.Parse(text);
        string name = s_service.CheckedName(parts.Queue ?? WorkQueues.DefaultName);
        return s_service.FromConnectionString(() =>
        {
            var service = new QueueServiceClient(parts.Account, Options(new QueueServiceClient(parts.Account).Uri, isPatient));
            return new AzureQueueClients(service.GetQueueClient(name), service.GetQueueClient(AzureQueueClients.PoisonName(name)));
        });
    }

    /// <summary><c>https://ACCOUNT.queue.core.windows.net/QUEUE</c>, with the identity of whoever runs this, or with a signature as its query.</summary>
    public static AzureQueueClients FromUrl(string text, bool isPatient)
    {
        var uri = s_service.Address(text);
        var parts = new QueueUriBuilder(uri);
        if (parts.Sas is null)
            s_service.RequireOwnHost(uri);
        string name = s_service.CheckedName(parts.QueueName is { Length: > 0 } given ? given : WorkQueues.DefaultName);
        return new(Client(parts, name, isPatient), Client(parts, AzureQueueClients.PoisonName(name), isPatient));
    }

    private static QueueClient Client(QueueUriBuilder parts, string name, bool isPatient)
    {
        parts.QueueName = name;
        var queue = parts.ToUri();
        return parts.Sas is null ? new(queue, AzureIdentity.Credential, Options(queue, isPatient)) : new(queue, Options(queue, isPatient));
    }

    private static QueueClientOptions Options(Uri uri, bool isPatient) =>
        AzureService.Tuned(new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None }, uri, isPatient);
}
