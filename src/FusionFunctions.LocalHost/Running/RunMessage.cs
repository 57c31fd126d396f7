using System.Text.Json;

namespace FusionFunctions.LocalHost.Running;

/// <summary>What other threads tell a run.</summary>
internal abstract record RunMessage;

/// <param name="Result">What a successful attempt returned.</param>
/// <param name="Error">What a failed attempt threw; null for a successful one.</param>
internal sealed record AttemptEnded(PendingActivity Activity, JsonElement Result, Exception? Error, TimeSpan Duration) : RunMessage;

internal sealed record RetryDue(PendingActivity Activity) : RunMessage;

internal sealed record TimerDue(long Line) : RunMessage;

internal sealed record EventArrived(string Instance, string Name, JsonElement Data, TaskCompletionSource Recorded) : RunMessage;

internal sealed record ForeignContinuation : RunMessage;
