using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Merging.Engine;

/// <summary>How many slices are in work at once and how long they are, so that everything fits the memory bound.</summary>
internal readonly record struct MergeBudget(int Slots, int SliceElements, int Results)
{
    // Shorter slices would spend their time in calls.
    private const int ShortestWorthwhile = 1024;

    // The element converters of readers and writers hold a slice in its stored form.
    private const int ConversionBytes = 16;

    /// <exception cref="MergeException">The options make no sense, or the bound is too small for a single slice.</exception>
    public static MergeBudget Of(MergeOptions options, PoolLayout layout, int results, IReadOnlyList<AnalysisRound> rounds)
    {
        if (options.Threads < 1 || options.MaxSliceElements < 1)
            throw new MergeException($"Threads and slice elements must be at least 1, not {options.Threads} and {options.MaxSliceElements}.");
        long tally = rounds.Select(round => round.TallyBytes).DefaultIfEmpty().Max();
        long element = ((layout.Pool.Inputs.Count + results) * sizeof(float)) + ConversionBytes;
        long longest = Math.Min(options.MaxSliceElements, Math.Max(1, layout.Tensors.Select(tensor => tensor.ElementCount).DefaultIfEmpty().Max()));
        long shortest = Math.Min(longest, ShortestWorthwhile);
        // One tally more than there are slots: the total.
        long slots = Math.Min(options.Threads, (options.MemoryBytes - tally) / (tally + (element * shortest)));
        if (slots < 1)
            throw new MergeException(
                $"A memory bound of {options.MemoryBytes} bytes is too small for {layout.Pool.Inputs.Count} models; give at least {(2 * tally) + (element * shortest)}.");
        long elements = (((options.MemoryBytes - tally) / slots) - tally) / element;
        return new((int)slots, (int)Math.Min(longest, elements), results);
    }
}
