using Azure.Storage.Queues;
using FusionFunctions.Compute.Workers;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Compute.Queued;
using FusionFunctions.Pipeline.Datasets;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Queues;
using FusionFunctions.Tests.Hub.Loopback;
using Microsoft.Extensions.Logging.Abstractions;

namespace FusionFunctions.Torch.Tests.Workers;

/// <summary>A store, a queue and a worker in this process.</summary>
internal sealed class WorkerLine : IAsyncDisposable
{
    private readonly WorkerMetrics _metrics;
    private readonly PrometheusText _text;

    private readonly QueueClient _client;

    public WorkerLine(IBlobStore store, IWorkQueue queue, IWorkQueue poison, QueueClient client)
    {
        (Store, Queue, Poison, _client) = (store, queue, poison, client);
        (Files, Wishes, _metrics) = (new(store), new(store), new());
        _text = new(_metrics.Meter);
    }

    public IBlobStore Store { get; }

    public IWorkQueue Queue { get; }

    public IWorkQueue Poison { get; }

    public ComputeFiles Files { get; }

    public ComputeWishes Wishes { get; }

    /// <summary>What the worker counted, in Prometheus' text format.</summary>
    public string Counted => _text.ToString();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <returns>The id of a new request of the run 'run'.</returns>
    public async Task<string> SubmitAsync()
    {
        var ticket = await new QueueBackend(Store, Queue).SubmitAsync(
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
        var worker = new ComputeWorker(Store, Queue, carryOut, WorkerStation.Options, _metrics, NullLogger.Instance).RunAsync(stop.Token);
        await Until.TrueAsync(condition, "the worker has done its work");
        await stop.CancelAsync();
        await worker;
    }

    public async Task<bool> HasResultAsync(string id) => await Files.FindResultAsync(id, Cancel) is not null;

    /// <summary>Whether there is no message, neither waiting nor held.</summary>
    public async Task<bool> IsEmptyAsync() => (await _client.GetPropertiesAsync(Cancel)).Value.ApproximateMessagesCount == 0;

    public ValueTask DisposeAsync()
    {
        _text.Dispose();
        _metrics.Dispose();
        return default;
    }
}
