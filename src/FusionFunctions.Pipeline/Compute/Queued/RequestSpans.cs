using System.Diagnostics;
using FusionFunctions.Storage.Queues;

namespace FusionFunctions.Pipeline.Compute.Queued;

/// <summary>Both ends of a request's way through the queue, as OpenTelemetry's conventions for messaging describe them.</summary>
public static class RequestSpans
{
    private const string System = "azure_storage_queues";
    private static readonly ActivitySource s_source = new("FusionFunctions.Pipeline");

    /// <summary>Whether anybody traces.</summary>
    public static bool AreWanted => s_source.HasListeners();

    /// <summary>Begins the span of a request's sending, as the current one.</summary>
    /// <param name="queue">Takes the message.</param>
    /// <param name="id">The request's.</param>
    /// <param name="run">The run that asks.</param>
    public static Activity? Send(IWorkQueue queue, string id, string run) => s_source.StartActivity(
        $"send {queue.ShortName}", ActivityKind.Producer, default(ActivityContext), [.. Tags(queue, id, "send"), new("fusion.run", run)]);

    /// <summary>Begins the span of the work on one delivery, as the current one.</summary>
    /// <param name="queue">Gave the message.</param>
    /// <param name="message">Carries the request's id.</param>
    /// <param name="wishes">Who asked: the span belongs to the trace of whoever asked last, and is linked to the others.</param>
    public static Activity? Process(IWorkQueue queue, WorkMessage message, IReadOnlyList<ComputeWish> wishes)
    {
        ActivityContext[] askers = [.. wishes.Select(wish => wish.Trace).OfType<ActivityContext>()];
        return s_source.StartActivity(
            $"process {queue.ShortName}",
            ActivityKind.Consumer,
            askers.FirstOrDefault(),
            [
                .. Tags(queue, message.Body, "process"), new("messaging.message.id", message.Id), new("fusion.run", ComputeWish.RunsOf(wishes)),
                new("fusion.delivery", message.Deliveries),
            ],
            askers.Skip(1).Select(asker => new ActivityLink(asker)));
    }

    private static KeyValuePair<string, object?>[] Tags(IWorkQueue queue, string id, string operation) =>
    [
        new("messaging.system", System), new("messaging.destination.name", queue.ShortName), new("messaging.operation.name", operation),
        new("messaging.operation.type", operation), new("fusion.request", id),
    ];
}
