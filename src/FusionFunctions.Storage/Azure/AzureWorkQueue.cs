using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Storage.Queues.Models;
using FusionFunctions.Storage.Queues;

namespace FusionFunctions.Storage.Azure;

/// <summary>A queue of Azure Storage (or of Azurite) as a work queue.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is a queue.")]
internal sealed class AzureWorkQueue(AzureQueueClients clients) : IWorkQueue
{
    private readonly AzureCalls _calls = AzureCalls.At(clients.Work.Uri);

    public string Name => $"queue '{_calls.Place}'";

    public string ShortName => clients.Work.Name;

    public Task EnsureUsableAsync(CancellationToken cancellationToken) => _calls.RunAsync(
        async () =>
        {
            await CreateAsync(cancellationToken);
            await clients.Work.PeekMessageAsync(cancellationToken);
        },
        cancellationToken);

    public Task SendAsync(string body, CancellationToken cancellationToken) =>
        _calls.RunAsync(() => clients.Work.SendMessageAsync(body, cancellationToken), cancellationToken);

    public Task<WorkMessage?> ReceiveAsync(TimeSpan visibility, CancellationToken cancellationToken) => _calls.RunAsync(
        async () =>
        {
            QueueMessage? message = await clients.Work.ReceiveMessageAsync(visibility, cancellationToken);
            return message is null ? null : new WorkMessage(message.MessageId, message.PopReceipt, message.Body.ToString(), message.DequeueCount)
            {
                SentAt = message.InsertedOn,
            };
        },
        cancellationToken);

    public Task<WorkMessage?> RenewAsync(WorkMessage message, TimeSpan visibility, CancellationToken cancellationToken) => _calls.RunAsync(
        async () =>
        {
            try
            {
                UpdateReceipt receipt = await clients.Work.UpdateMessageAsync(
                    message.Id, message.Receipt, visibilityTimeout: visibility, cancellationToken: cancellationToken);
                return message with { Receipt = receipt.PopReceipt };
            }
            catch (RequestFailedException e) when (IsHeldNoMore(e))
            {
                return null;
            }
        },
        cancellationToken);

    public Task<bool> DeleteAsync(WorkMessage message, CancellationToken cancellationToken) => _calls.RunAsync(
        async () =>
        {
            try
            {
                await clients.Work.DeleteMessageAsync(message.Id, message.Receipt, cancellationToken);
                return true;
            }
            catch (RequestFailedException e) when (IsHeldNoMore(e))
            {
                return false;
            }
        },
        cancellationToken);

    public async Task<bool> ReleaseAsync(WorkMessage message, TimeSpan delay, CancellationToken cancellationToken) =>
        await RenewAsync(message, delay, cancellationToken) is not null;

    public async Task PoisonAsync(WorkMessage message, CancellationToken cancellationToken)
    {
        // Killed between the two calls, the message is poisoned once more; it is never lost.
        await AzureCalls.At(clients.Poison.Uri).RunAsync(() => clients.Poison.SendMessageAsync(message.Body, cancellationToken), cancellationToken);
        await DeleteAsync(message, cancellationToken);
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await clients.Work.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await clients.Poison.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 403)
        {
            // A signature may allow messages without allowing queues to be created.
        }
    }

    private static bool IsHeldNoMore(RequestFailedException e) =>
        e.ErrorCode == QueueErrorCode.MessageNotFound || e.ErrorCode == QueueErrorCode.PopReceiptMismatch;
}
