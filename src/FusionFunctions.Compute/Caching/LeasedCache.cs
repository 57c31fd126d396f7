using FusionFunctions.Compute.Telemetry;

namespace FusionFunctions.Compute.Caching;

/// <summary>
/// Loads values once for everybody who wants them at the same time, and keeps the most recently used ones a little longer.
/// A value in use is never disposed of.
/// </summary>
/// <param name="idle">Values that are kept while nobody uses them.</param>
/// <param name="name">What its hits and misses are counted as; null does not count them.</param>
/// <param name="isSpoiled">Whether a value has become useless since it was loaded: those who come later get another.</param>
internal sealed class LeasedCache<TKey, TValue>(int idle, string? name = null, Func<TValue, bool>? isSpoiled = null)
    where TKey : notnull
    where TValue : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, Entry> _entries = [];
    private long _clock;

    /// <param name="key">Equal keys mean equal values.</param>
    /// <param name="load">Called where the value is not there; its failure reaches everybody who waits, and nothing is kept.</param>
    /// <param name="cancellationToken">Stops the loading.</param>
    public async Task<Lease<TValue>> GetAsync(TKey key, Func<CancellationToken, Task<TValue>> load, CancellationToken cancellationToken)
    {
        var entry = Enter(key, load, cancellationToken);
        try
        {
            return new(await entry.Value.Value, () => Leave(key, entry));
        }
        catch
        {
            Leave(key, entry);
            throw;
        }
    }

    private Entry Enter(TKey key, Func<CancellationToken, Task<TValue>> load, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            // A failed load is not for those who come later.
            bool isHit = _entries.TryGetValue(key, out var entry) && !IsUseless(entry);
            if (name is not null)
                ComputeMetrics.LookedUp(name, isHit);
            if (!isHit)
                _entries[key] = entry = new(new(() => load(cancellationToken)));
            entry!.Users++;
            return entry;
        }
    }

    private void Leave(TKey key, Entry entry)
    {
        List<Entry> evicted = [];
        lock (_lock)
        {
            entry.Users--;
            entry.LastUse = ++_clock;
            if (IsUseless(entry) && _entries.GetValueOrDefault(key) == entry)
                _entries.Remove(key);
            foreach (var (oldKey, old) in _entries.Where(item => item.Value.Users == 0).OrderByDescending(item => item.Value.LastUse).Skip(idle).ToList())
            {
                _entries.Remove(oldKey);
                evicted.Add(old);
            }
        }
        foreach (var old in evicted)
            (old.Value.Value.Result as IDisposable)?.Dispose();
    }

    private bool IsUseless(Entry entry) => entry.HasFailed || (entry.IsLoaded && isSpoiled?.Invoke(entry.Value.Value.Result) == true);

    private sealed class Entry(Lazy<Task<TValue>> value)
    {
        public Lazy<Task<TValue>> Value { get; } = value;

        public int Users { get; set; }

        public long LastUse { get; set; }

        public bool IsLoaded => Value.IsValueCreated && Value.Value.IsCompletedSuccessfully;

        public bool HasFailed => Value.IsValueCreated && (Value.Value.IsFaulted || Value.Value.IsCanceled);
    }
}
