using FusionFunctions.Storage.Azure;

namespace FusionFunctions.Storage.Queues;

/// <summary>Opens the queue that a text names, as it is given with <c>--queue</c>.</summary>
public static class WorkQueues
{
    public const string DefaultName = "fusion-compute";

    /// <param name="text">
    /// <c>https://ACCOUNT.queue.core.windows.net/QUEUE</c> with the caller's identity, or with a shared access signature as its query;
    /// a connection string of Azure Storage, <c>UseDevelopmentStorage=true</c> included, with <c>Queue=NAME</c> for another queue than
    /// <c>fusion-compute</c>; or <c>env:NAME</c> where the environment variable NAME holds one of these.
    /// </param>
    /// <param name="isPatient">Whether calls wait about a minute for an emulator that is away, as they do for the real service.</param>
    /// <returns>The queue; nothing has been asked of it yet.</returns>
    /// <exception cref="StorageException">The text names no queue. The message repeats no key and no signature.</exception>
    public static IWorkQueue Open(string text, bool isPatient = false)
    {
        text = EnvironmentText.Resolve(text.Trim(), "queue");
        return AzureAddress.IsConnectionString(text)
            ? new AzureWorkQueue(AzureQueueAddress.FromConnectionString(text, isPatient))
            : new AzureWorkQueue(AzureQueueAddress.FromUrl(text, isPatient));
    }
}
