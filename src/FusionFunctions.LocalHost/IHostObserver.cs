using System.Text.Json.Nodes;

namespace FusionFunctions.LocalHost;

/// <summary>
/// Hears of a run's progress, from the host's thread and after the journal has it. Nothing is told of what is replayed.
/// What it throws is logged and goes no further.
/// </summary>
public interface IHostObserver
{
    /// <param name="attempt">From 1.</param>
    void ActivityStarted(string instanceId, string name, int attempt)
    {
    }

    void ActivityCompleted(string instanceId, string name, int attempt, TimeSpan duration)
    {
    }

    void ActivityFailed(string instanceId, string name, int attempt, string errorType, string message, bool willRetry)
    {
    }

    /// <summary>An orchestrator set its custom status; on a resume, once for the last status of each instance.</summary>
    void StatusChanged(string instanceId, JsonNode? status)
    {
    }
}
