namespace FusionFunctions.Checkpoints.Adapters;

/// <summary>
/// The factors of the few modules that were read last. Slices come tensor by tensor, so they are nearly always the right ones; threads may load
/// the same twice. Their memory serves the next ones once nobody reads them any more.
/// </summary>
/// <param name="adapter">Holds them.</param>
/// <param name="isTransposed">Whether the base stores a pair's weight as [in, out].</param>
internal sealed class LoadedFactors(AdapterFolder adapter, Func<LoraPair, bool> isTransposed) : IDisposable
{
    // As many threads as work side by side on a common machine, each on another tensor.
    private const int Held = 4;
    private readonly Entry?[] _entries = new Entry?[Held];
    private uint _loads;

    /// <returns>To be disposed after use.</returns>
    public async ValueTask<Entry> GetAsync(LoraPair pair, CancellationToken cancellationToken)
    {
        for (int i = 0; i < Held; i++)
            if (Volatile.Read(ref _entries[i]) is { } held && ReferenceEquals(held.Pair, pair) && held.TryUse())
                return held;
        var loaded = new Entry(pair, await pair.ReadAsync(adapter.File, adapter.Config.ScalingOf(pair.Module), isTransposed(pair), cancellationToken));
        loaded.TryUse();
        Interlocked.Exchange(ref _entries[Interlocked.Increment(ref _loads) % Held], loaded)?.Dispose();
        return loaded;
    }

    public void Dispose()
    {
        for (int i = 0; i < Held; i++)
            Interlocked.Exchange(ref _entries[i], null)?.Dispose();
    }

    /// <summary>Starts with one user, the list that holds it.</summary>
    internal sealed class Entry(LoraPair pair, LoraFactors factors) : IDisposable
    {
        private int _users = 1;

        public LoraPair Pair => pair;

        public LoraFactors Factors => factors;

        /// <returns>False where it was let go meanwhile.</returns>
        public bool TryUse()
        {
            for (int users = Volatile.Read(ref _users); users > 0; users = Volatile.Read(ref _users))
                if (Interlocked.CompareExchange(ref _users, users + 1, users) == users)
                    return true;
            return false;
        }

        /// <summary>One user less; the last gives the memory back.</summary>
        public void Dispose()
        {
            if (Interlocked.Decrement(ref _users) == 0)
                factors.Return();
        }
    }
}
