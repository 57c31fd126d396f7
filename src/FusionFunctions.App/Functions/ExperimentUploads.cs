using Azure.Storage.Blobs;
using FusionFunctions.App.Durable;
using FusionFunctions.Http.Uploads;
using FusionFunctions.Pipeline;
using FusionFunctions.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FusionFunctions.App.Functions;

/// <summary>Runs what is put into the store's <c>experiments/</c>.</summary>
public sealed class ExperimentUploads(IBlobStore store)
{
#if UPLOADS_BY_EVENT_GRID
    private const BlobTriggerSource Source = BlobTriggerSource.EventGrid;
#else
    private const BlobTriggerSource Source = BlobTriggerSource.LogsAndContainerScan;
#endif

    [Function("ExperimentUploaded")]
    public Task TakeAsync(
        [BlobTrigger("%FUSION_CONTAINER%/experiments/{name}", Connection = "FUSION_UPLOADS", Source = Source)] BlobClient upload,
        [DurableClient] DurableTaskClient client,
        CancellationToken stop) =>
        BlobPath.TryParse(upload.Name, out var path)
            ? new UploadedExperiments(store, new DurableRuns(client, store), BuiltInCatalog.Instance).TakeAsync(path, stop)
            : Task.CompletedTask;
}
