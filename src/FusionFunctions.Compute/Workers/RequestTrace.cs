using System.Diagnostics;
using FusionFunctions.Pipeline.Compute.Queued;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Queues;
using Microsoft.Extensions.Logging;

namespace FusionFunctions.Compute.Workers;

/// <summary>
/// The span of one delivery, in the trace of the run that asked for it, and the fields of all that is logged meanwhile: <c>fusion.request</c>
/// and <c>fusion.run</c>.
/// </summary>
internal sealed class RequestTrace : IDisposable
{
    private readonly Activity? _span;
    private readonly IDisposable? _fields;

    private RequestTrace(Activity? span, IDisposable? fields) => (_span, _fields) = (span, fields);

    /// <summary>Who asked for a request. Where nobody traces, the store is not asked.</summary>
    public static async Task<IReadOnlyList<ComputeWish>> AskersAsync(ComputeWishes wishes, string id, CancellationToken cancellationToken)
    {
        if (!RequestSpans.AreWanted)
            return [];
        try
        {
            return await wishes.ListAsync(id, cancellationToken);
        }
        catch (Exception e) when (e is StorageException or OperationCanceledException)
        {
            // The work itself will meet the same, and knows what to do.
            return [];
        }
    }

    /// <summary>Begins the span as the current one.</summary>
    public static RequestTrace Begin(IWorkQueue queue, WorkMessage message, IReadOnlyList<ComputeWish> askers, ILogger log)
    {
        var span = RequestSpans.Process(queue, message, askers);
        var fields = log.BeginScope(new KeyValuePair<string, object>[] { new("fusion.request", message.Body), new("fusion.run", ComputeWish.RunsOf(askers)) });
        return new(span, fields);
    }

    public void Failed(Exception error) =>
        _span?.SetTag("error.type", error.GetType().Name).SetStatus(ActivityStatusCode.Error, error.Message);

    public void Dispose()
    {
        _fields?.Dispose();
        _span?.Dispose();
    }
}
