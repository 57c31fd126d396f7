using System.Text.Json;

namespace FusionFunctions.LocalHost.Journals;

/// <summary>Events in words, for messages.</summary>
internal static class EventDescription
{
    private const int MaxPayload = 200;

    /// <summary>Whether orchestrators do this, rather than hear of it.</summary>
    public static bool IsDecision(this JournalEvent journalEvent) => journalEvent is ActivityScheduled or OrchestrationScheduled or OrchestrationCompleted
        or OrchestrationAttemptFailed or OrchestrationFailed or TimerCreated or StatusChanged or RunCompleted or RunFailed;

    public static string Describe(this JournalEvent journalEvent) => journalEvent switch
    {
        ActivityScheduled e => $"activity '{e.Name}' of instance '{e.Instance}' with input {Short(e.Input)}",
        OrchestrationScheduled e => $"sub-orchestration '{e.Name}' as '{e.Child}' with input {Short(e.Input)}",
        OrchestrationCompleted e => $"the sub-orchestration of line {e.Scheduled} completing with {Short(e.Result)}",
        OrchestrationAttemptFailed e => $"the sub-orchestration of line {e.Scheduled} failing with {e.Error.Type} and another attempt at {e.RetryAt:O}",
        OrchestrationFailed e => $"the sub-orchestration of line {e.Scheduled} failing with {e.Error.Type}",
        TimerCreated e => $"a timer of instance '{e.Instance}' for {e.FireAt:O}",
        StatusChanged e => $"the status of instance '{e.Instance}' to be {Short(e.Status)}",
        ActivityCompleted e => $"the activity of line {e.Scheduled} completing with {Short(e.Result)}",
        ActivityAttemptFailed or ActivityFailed => "a failing activity",
        TimerFired e => $"the timer of line {e.Scheduled} firing",
        EventRaised e => $"event '{e.Name}' for instance '{e.Instance}'",
        _ => "the run's beginning or end",
    };

    private static string Short(JsonElement payload)
    {
        string text = payload.GetRawText();
        return text.Length <= MaxPayload ? text : text[..MaxPayload] + "…";
    }
}
