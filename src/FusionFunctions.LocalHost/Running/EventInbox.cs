using System.Text.Json;

namespace FusionFunctions.LocalHost.Running;

/// <summary>The external events of one instance: those nobody waited for yet, and those who wait. First come, first served.</summary>
internal sealed class EventInbox
{
    private readonly Dictionary<string, Queue<JsonElement>> _events = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, LinkedList<TaskCompletionSource<JsonElement>>> _waiting = new(StringComparer.OrdinalIgnoreCase);

    public bool IsAwaited => _waiting.Values.Any(list => list.Count > 0);

    public void Deliver(string name, JsonElement data)
    {
        if (_waiting.TryGetValue(name, out var waiting) && waiting.First is { } first)
        {
            waiting.RemoveFirst();
            first.Value.TrySetResult(data);
            return;
        }
        if (!_events.TryGetValue(name, out var events))
            _events.Add(name, events = new());
        events.Enqueue(data);
    }

    public Task<JsonElement> WaitAsync(string name, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<JsonElement>(cancellationToken);
        if (_events.TryGetValue(name, out var events) && events.TryDequeue(out var data))
            return Task.FromResult(data);
        if (!_waiting.TryGetValue(name, out var waiting))
            _waiting.Add(name, waiting = new());
        var waiter = waiting.AddLast(new TaskCompletionSource<JsonElement>());
        cancellationToken.Register(() =>
        {
            if (waiter.List is not null)
                waiting.Remove(waiter);
            waiter.Value.TrySetCanceled(cancellationToken);
        }, useSynchronizationContext: false);
        return waiter.Value.Task;
    }
}
