using Azure.Storage.Blobs;
using FusionFunctions.App.Durable;
using FusionFunctions.Http.Uploads;
using FusionFunctions.Pipeline;
using FusionFunctions.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FusionFunctions.App.Functions;

/// <summary>Runs what is put into the store's <c>experiments/</c>.</summary>
public sealed class ExperimentUploads(IBlobStore store, UploadFolder folder)
{
#if UPLOADS_BY_EVENT_GRID
    private const BlobTriggerSource Source = BlobTriggerSource.EventGrid;
#else
    private const BlobTriggerSource Source = BlobTriggerSource.LogsAndContainerScan;

    /// <summary>Takes what polling misses: it goes by the times of blobs, and passes some over while a run writes to the same container.</summary>
    [Function("LookForUploads")]
    public Task LookAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken stop) =>
        folder.LookAsync(Uploads(client), stop);
#endif

    [Function("ExperimentUploaded")]
    public Task TakeAsync(
        [BlobTrigger("%FUSION_CONTAINER%/experiments/{name}", Connection = "FUSION_UPLOADS", Source = Source)] BlobClient upload,
        [DurableClient] DurableTaskClient client,
        CancellationToken stop) =>
        BlobPath.TryParse(upload.Name, out var path)
            ? folder.TakeAsync(Uploads(client), path, stop)
            : Task.CompletedTask;

    private UploadedExperiments Uploads(DurableTaskClient client) => new(store, new DurableRuns(client, store), BuiltInCatalog.Instance);
}
