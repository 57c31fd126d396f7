using System.Text.Json;
using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.LocalHost.Running;

/// <summary>An activity that was scheduled and has not ended.</summary>
internal sealed class PendingActivity(long line, OrchestrationInstance owner, string name, JsonElement input, RetryOptions? retry)
{
    public long Line { get; } = line;

    public OrchestrationInstance Owner { get; } = owner;

    public string Name { get; } = name;

    public JsonElement Input { get; } = input;

    public RetryOptions? Retry { get; } = retry;

    /// <summary>The attempt that comes next or is under way, from 1.</summary>
    public int Attempt { get; set; } = 1;

    /// <summary>When that attempt may start.</summary>
    public DateTime NotBefore { get; set; }

    /// <summary>What wakes the host for that attempt.</summary>
    public IDisposable? Alarm { get; set; }

    /// <summary>What the orchestrator awaits. Continuations run at once, within the turn.</summary>
    public TaskCompletionSource<JsonElement> Completion { get; } = new();
}
