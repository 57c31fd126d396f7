using System.Text.Json;
using System.Text.Json.Serialization;

namespace FusionFunctions.LocalHost.Journals;

// 'Scheduled' is the number of the line that scheduled what now ends.

// 'Trace' is the traceparent of the span in which the run began; runs that nobody traced have none.
internal sealed record RunStarted(
    int Version, string Orchestrator, string Instance, JsonElement Input, string InputDigest,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Trace = null) : JournalEvent;

internal sealed record RunRestarted(int Attempt) : JournalEvent;

internal sealed record RunCompleted(JsonElement Result) : JournalEvent;

internal sealed record RunFailed(JournalError Error) : JournalEvent;

internal sealed record ActivityScheduled(string Instance, string Name, JsonElement Input) : JournalEvent;

internal sealed record ActivityCompleted(long Scheduled, JsonElement Result) : JournalEvent;

internal sealed record ActivityAttemptFailed(long Scheduled, int Attempt, JournalError Error, DateTime RetryAt) : JournalEvent;

internal sealed record ActivityFailed(long Scheduled, int Attempt, JournalError Error) : JournalEvent;

internal sealed record OrchestrationScheduled(string Instance, string Child, string Name, JsonElement Input) : JournalEvent;

internal sealed record OrchestrationCompleted(long Scheduled, JsonElement Result) : JournalEvent;

internal sealed record OrchestrationAttemptFailed(long Scheduled, int Attempt, JournalError Error, DateTime RetryAt) : JournalEvent;

internal sealed record OrchestrationFailed(long Scheduled, int Attempt, JournalError Error) : JournalEvent;

internal sealed record TimerCreated(string Instance, DateTime FireAt) : JournalEvent;

internal sealed record TimerFired(long Scheduled) : JournalEvent;

internal sealed record EventRaised(string Instance, string Name, JsonElement Data) : JournalEvent;

internal sealed record StatusChanged(string Instance, JsonElement Status) : JournalEvent;
