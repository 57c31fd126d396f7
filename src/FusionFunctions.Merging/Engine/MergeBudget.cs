using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Engine;

/// <summary>How many slices are in work at once and how long they are, so that everything fits the memory bound.</summary>
internal readonly record struct MergeBudget(int Slots, int SliceElements, int Results)
{
    // Shorter slices would spend their time in calls.
    private const int ShortestWorthwhile = 1024;

    // Longer slices gain nothing where every element stands for itself.
    private const int LongestWorthwhile = 1 << 18;

    // The element converters of readers and writers hold a slice in its stored form.
    private const int ConversionBytes = 16;

    /// <exception cref="MergeException">The options make no sense, or the bound is too small for a single slice.</exception>
    public static MergeBudget Of(
        MergeOptions options, PoolLayout layout, int results, IReadOnlyList<AnalysisRound> rounds, IReadOnlyList<TensorAnalysis> analyses)
    {
        if (options.Threads < 1 || options.MaxSliceElements < 1)
            throw new MergeException($"Threads and slice elements must be at least 1, not {options.Threads} and {options.MaxSliceElements}.");
        long tally = rounds.Select(round => round.TallyBytes).DefaultIfEmpty().Max();
        long scratch = Most(layout, tensor => analyses.Sum(analysis => analysis.ScratchBytes(tensor)));
        long element = ((layout.Pool.Inputs.Count + results) * sizeof(float)) + ConversionBytes;
        long largest = Math.Clamp(Most(layout, tensor => tensor.ElementCount), 1, Array.MaxLength);
        long block = Most(layout, tensor => BlockOf(tensor, analyses));
        if (block > Array.MaxLength)
            throw new MergeException("A tensor that the method needs in one piece has more elements than an array can hold.");
        long longest = Math.Max(block, Math.Min(options.MaxSliceElements ?? (analyses.Count == 0 ? LongestWorthwhile : largest), largest));
        long shortest = Math.Max(block, Math.Min(longest, ShortestWorthwhile));
        // One tally more than there are slots: the total.
        long slots = Math.Min(options.Threads, (options.MemoryBytes - tally) / (tally + scratch + (element * shortest)));
        if (slots < 1)
            throw new MergeException(
                $"A memory bound of {options.MemoryBytes} bytes is too small for {layout.Pool.Inputs.Count} models; give at least {(2 * tally) + scratch + (element * shortest)}.");
        long elements = (((options.MemoryBytes - tally) / slots) - tally - scratch) / element;
        return new((int)slots, (int)Math.Min(longest, elements), results);
    }

    /// <summary>The longest slice of whole blocks.</summary>
    public int SliceOf(TensorInfo tensor, IReadOnlyList<TensorAnalysis> analyses)
    {
        long block = Math.Max(1, BlockOf(tensor, analyses));
        return (int)Math.Max(block, SliceElements / block * block);
    }

    private static long BlockOf(TensorInfo tensor, IReadOnlyList<TensorAnalysis> analyses) =>
        Math.Min(tensor.ElementCount, analyses.Select(analysis => analysis.Block(tensor)).DefaultIfEmpty(1).Max());

    private static long Most(PoolLayout layout, Func<TensorInfo, long> bytes) => layout.Tensors.Select(bytes).DefaultIfEmpty().Max();
}
