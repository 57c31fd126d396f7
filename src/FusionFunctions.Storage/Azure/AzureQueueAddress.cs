using System.Text.RegularExpressions;
using Azure.Identity;
using Azure.Storage.Queues;
using FusionFunctions.Storage.Queues;

namespace FusionFunctions.Storage.Azure;

/// <summary>Makes a queue's client out of a connection string or an address. No message repeats a part that may be secret.</summary>
internal static partial class AzureQueueAddress
{
    public static AzureQueueClients FromConnectionString(string text, bool isPatient)
    {
        var parts = ConnectionText.Parse(text);
        string name = CheckedName(parts.Queue ?? WorkQueues.DefaultName);
        try
        {
            var service = new QueueServiceClient(parts.Account, Options(new QueueServiceClient(parts.Account).Uri, isPatient));
            return new(service.GetQueueClient(name), service.GetQueueClient(AzureQueueClients.PoisonName(name)));
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            throw new StorageException(
                "The queue's connection string is not valid; it is not shown here, for it may hold a key. Copy it anew from the account's access keys.");
        }
    }

    /// <summary><c>https://ACCOUNT.queue.core.windows.net/QUEUE</c>, with the identity of whoever runs this, or with a signature as its query.</summary>
    public static AzureQueueClients FromUrl(string text, bool isPatient)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
            throw NotAnAddress("The queue's address is not valid");
        if (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            throw NotAnAddress($"'{uri.Scheme}://' is no kind of queue there is");
        var parts = new QueueUriBuilder(uri);
        if (parts.Sas is null && (uri.Query.Length > 0 || uri.Scheme != Uri.UriSchemeHttps))
            throw NotAnAddress($"'{uri.GetLeftPart(UriPartial.Path)}' comes with no signature, and over http or with a query it needs one");
        string name = CheckedName(parts.QueueName is { Length: > 0 } given ? given : WorkQueues.DefaultName);
        return new(Client(parts, name, isPatient), Client(parts, AzureQueueClients.PoisonName(name), isPatient));
    }

    private static QueueClient Client(QueueUriBuilder parts, string name, bool isPatient)
    {
        parts.QueueName = name;
        var queue = parts.ToUri();
        return parts.Sas is null ? new(queue, new DefaultAzureCredential(), Options(queue, isPatient)) : new(queue, Options(queue, isPatient));
    }

    private static StorageException NotAnAddress(string problem) => new(
        $"{problem}. Give --queue https://ACCOUNT.queue.core.windows.net/QUEUE, a connection string, or env:NAME for one in the environment.");

    private static string CheckedName(string name) => QueueName().IsMatch(name)
        ? name
        : throw new StorageException("The queue's name must be 3 to 56 lower-case letters, digits and single hyphens, beginning and ending with a letter or digit.");

    private static QueueClientOptions Options(Uri uri, bool isPatient) => new()
    {
        MessageEncoding = QueueMessageEncoding.None,
        Retry = { MaxRetries = AzureAddress.Retries(uri, isPatient) },
        Diagnostics = { ApplicationId = "FusionFunctions", IsLoggingEnabled = false },
    };

    /// <summary>Shorter than the service's 63 letters, so that '-poison' fits behind it.</summary>
    [GeneratedRegex("^(?=.{3,56}$)[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex QueueName();
}
