using Azure.Storage.Queues;
using FusionFunctions.Compute.Workers;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Compute.Queued;
using FusionFunctions.Pipeline.Datasets;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Queues;
using Microsoft.Extensions.Logging.Abstractions;

namespace FusionFunctions.Torch.Tests.Workers;

/// <summary>A store, a queue and a worker in this process.</summary>
internal sealed class WorkerLine(IBlobStore store, IWorkQueue queue, IWorkQueue poison, QueueClient client) : IAsyncDisposable
{
    private readonly WorkerMetrics _metrics = new();

    public IBlobStore Store => store;

    public IWorkQueue Queue => queue;

    public IWorkQueue Poison => poison;

    public ComputeFiles Files { get; } = new(store);

    public ComputeWishes Wishes { get; } = new(store);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <returns>The id of a new request of the run 'run'.</returns>
    public async Task<string> SubmitAsync()
    {
        var ticket = await new QueueBackend(store, queue).SubmitAsync(
            new("run", Evaluate: new(
                new("glue-cola", new(BlobLocation.InStore("checkpoints/cola"), new string('a', 64))),
                new FetchedTokenizer(BlobLocation.InStore("checkpoints/base"), new string('b', 64)),
                new FetchedDataset("cola", BlobLocation.InStore("data/cola.jsonl"), new string('c', 64), 8),
                0, 8, new(10), "evaluations/d/cola/000000-8.json")),
            Cancel);
        return ticket.Id;
    }

    /// <summary>Lets a worker work until the condition holds, and then stops it.</summary>
    public async Task WorkAsync(CarryOut carryOut, Func<Task<bool>> condition)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var worker = new ComputeWorker(store, queue, carryOut, WorkerStation.Options, _metrics, NullLogger.Instance).RunAsync(stop.Token);
        while (!await condition())
            await Task.Delay(50, Cancel);
        await stop.CancelAsync();
        await worker;
    }

    public async Task<bool> HasResultAsync(string id) => await Files.FindResultAsync(id, Cancel) is not null;

    /// <summary>Whether there is no message, neither waiting nor held.</summary>
    public async Task<bool> IsEmptyAsync() => (await client.GetPropertiesAsync(Cancel)).Value.ApproximateMessagesCount == 0;

    public ValueTask DisposeAsync()
    {
        _metrics.Dispose();
        return default;
    }
}
