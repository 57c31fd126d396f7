using System.Text.Json.Serialization;

namespace FusionFunctions.LocalHost.Journals;

/// <summary>
/// One line of the journal. Inputs come from outside (results, timers, events) and are delivered again on a replay; decisions are
/// what orchestrators do, and a replay must do them again.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RunStarted), "runStarted")]
[JsonDerivedType(typeof(RunRestarted), "runRestarted")]
[JsonDerivedType(typeof(RunCompleted), "runCompleted")]
[JsonDerivedType(typeof(RunFailed), "runFailed")]
[JsonDerivedType(typeof(ActivityScheduled), "activityScheduled")]
[JsonDerivedType(typeof(ActivityCompleted), "activityCompleted")]
[JsonDerivedType(typeof(ActivityAttemptFailed), "activityAttemptFailed")]
[JsonDerivedType(typeof(ActivityFailed), "activityFailed")]
[JsonDerivedType(typeof(OrchestrationScheduled), "orchestrationScheduled")]
[JsonDerivedType(typeof(OrchestrationCompleted), "orchestrationCompleted")]
[JsonDerivedType(typeof(OrchestrationAttemptFailed), "orchestrationAttemptFailed")]
[JsonDerivedType(typeof(OrchestrationFailed), "orchestrationFailed")]
[JsonDerivedType(typeof(TimerCreated), "timerCreated")]
[JsonDerivedType(typeof(TimerFired), "timerFired")]
[JsonDerivedType(typeof(EventRaised), "eventRaised")]
[JsonDerivedType(typeof(StatusChanged), "statusChanged")]
internal abstract record JournalEvent
{
    [JsonPropertyOrder(-1)]
    public DateTime At { get; init; }
}
