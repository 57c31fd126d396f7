using System.Text.Json;
using Azure.Core.Serialization;
using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Checkpoints.Hub.Fetching;
using FusionFunctions.Http.Uploads;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Compute.Queued;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Queues;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FusionFunctions.App;

/// <summary>The pipeline over the store and the queue that the application's settings name.</summary>
internal static class AppServices
{
    public static IServiceCollection AddFusion(this IServiceCollection services) => services
        // Payloads are spelled as in the embedded host.
        .Configure<WorkerOptions>(options => options.Serializer = new JsonObjectSerializer(JsonSerializerOptions.Web))
        .AddSingleton(_ => BlobStores.Open("env:FUSION_STORE", isPatient: true))
        .AddSingleton(_ => WorkQueues.Open("env:FUSION_QUEUE", isPatient: true))
        .AddSingleton(_ => new HubClient(() => HubOptions.FromEnvironment(Environment.GetEnvironmentVariable)))
        // A fetcher keeps a branch at the commit that it first stood for: one for every call.
        .AddScoped(all => new HubFetcher(all.GetRequiredService<IBlobStore>(), all.GetRequiredService<HubClient>(), LocalCacheUse.CopyIntoStore))
        .AddSingleton(all => new UploadFolder(all.GetRequiredService<IBlobStore>(), all.GetRequiredService<ILogger<UploadFolder>>()))
        .AddSingleton(all => new QueueBackend(all.GetRequiredService<IBlobStore>(), all.GetRequiredService<IWorkQueue>()))
        .AddScoped(all => new PipelineSteps(
            all.GetRequiredService<IBlobStore>(), all.GetRequiredService<HubFetcher>(), all.GetRequiredService<QueueBackend>()));
}
