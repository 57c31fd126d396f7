using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using FusionFunctions.LocalHost;

namespace FusionFunctions.Tests.LocalHost;

internal sealed class CollectedNews : IHostObserver
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public void ActivityStarted(string instanceId, string name, int attempt) => Lines.Enqueue($"{instanceId} {name} started {attempt}");

    public void ActivityCompleted(string instanceId, string name, int attempt, TimeSpan duration) => Lines.Enqueue($"{instanceId} {name} completed {attempt}");

    public void ActivityFailed(string instanceId, string name, int attempt, string errorType, string message, bool willRetry) =>
        Lines.Enqueue($"{instanceId} {name} failed {attempt}: {errorType}: {message}{(willRetry ? ", again" : "")}");

    public void StatusChanged(string instanceId, JsonNode? status) => Lines.Enqueue($"{instanceId} status {status?.ToJsonString() ?? "null"}");
}
