using System.Text.Json;
using System.Text.Json.Nodes;
using FusionFunctions.LocalHost.Journals;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FusionFunctions.LocalHost.Running;

/// <summary>Tells an observer, whose own errors must not break the run.</summary>
internal sealed partial class QuietObserver(IHostObserver? observer, ILoggerFactory? loggers)
{
    private readonly ILogger _logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger("FusionFunctions.LocalHost");

    public void ActivityStarted(PendingActivity activity) => Tell(to => to.ActivityStarted(activity.Owner.Id, activity.Name, activity.Attempt));

    public void ActivityEnded(PendingActivity activity, TimeSpan duration, JournalEvent recorded) => Tell(to =>
    {
        if (recorded is ActivityAttemptFailed { Error: var e } retried)
            to.ActivityFailed(activity.Owner.Id, activity.Name, retried.Attempt, e.Type, e.Message, willRetry: true);
        else if (recorded is ActivityFailed { Error: var error } failed)
            to.ActivityFailed(activity.Owner.Id, activity.Name, failed.Attempt, error.Type, error.Message, willRetry: false);
        else
            to.ActivityCompleted(activity.Owner.Id, activity.Name, activity.Attempt, duration);
    });

    public void StatusChanged(string instance, JsonElement status) => Tell(to => to.StatusChanged(instance, status.Deserialize<JsonNode>()));

    private void Tell(Action<IHostObserver> tell)
    {
        if (observer is null)
            return;
        try
        {
            tell(observer);
        }
        catch (Exception e)
        {
            ObserverFailed(_logger, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "An observer of the run failed; the run goes on.")]
    private static partial void ObserverFailed(ILogger logger, Exception exception);
}
