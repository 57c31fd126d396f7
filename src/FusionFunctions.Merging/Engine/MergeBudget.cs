using System.Numerics;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging.Analyses;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Engine;

/// <summary>How many slices are in work at once and how long they are, so that everything fits the memory bound.</summary>
internal readonly record struct MergeBudget(int Threads, int Slots, int SliceElements, int Results)
{
    // Shorter slices would spend their time in calls.
    public const int ShortestWorthwhile = 1024;

    // Longer slices gain nothing where every element stands for itself; those of nine models, this long, fit into a core's second cache.
    public const int LongestWorthwhile = 1 << 15;

    // Their bytes must be countable by 32 bits, as float32 and as they are stored.
    private const int LongestOfAll = 1 << 28;
    private const int LongestStored = 1 << 27;

    // The element converters of readers and writers hold a slice in its stored form.
    private const int ConversionBytes = 16;

    // Of results; more would leave the last cache before they are written.
    private const long WaitingBytes = 8 << 20;
    private const int MostWaiting = 64;

    // To hand slices from thread to thread costs little then; more of them would leave a core's cache before they are written.
    private const int MostAtATime = 8;

    // A sample is gone before the first pass begins.
    private const int SampleShare = 4;
    private const long SmallestSample = 1 << 16;
    private const long LargestSample = 1 << 20;

    /// <summary>Slices that a thread takes at once, to work on them one after the other. Each thread has room for one more such group, which waits to be written.</summary>
    public int SlicesAtATime => Math.Clamp(Slots / (2 * Threads), 1, MostAtATime);

    /// <summary>Memory for each thread's part of an analysis.</summary>
    public long TallyBytes { get; private init; }

    /// <summary>Elements of each model that an analysis may see beforehand.</summary>
    public long SampleElements { get; private init; }

    /// <param name="method">For the message.</param>
    /// <param name="options">Of the merge.</param>
    /// <param name="layout">Of the pool.</param>
    /// <param name="results">How many are computed of each slice.</param>
    /// <param name="poolAnalyses">Of the whole pool.</param>
    /// <param name="analyses">Of single tensors.</param>
    /// <param name="longestStored">Elements of the longest tensor whose slices are held as they are stored, too; 0 where there is none.</param>
    /// <exception cref="MergeException">The options make no sense, or the bound is too small for a single slice.</exception>
    public static MergeBudget Of(
        string method, MergeOptions options, PoolLayout layout, int results, IReadOnlyCollection<PoolAnalysis> poolAnalyses, IReadOnlyList<TensorAnalysis> analyses,
        long longestStored = 0)
    {
        if (options.Threads < 1 || options.MaxSliceElements < 1)
            throw new MergeException($"Threads and slice elements must be at least 1, not {options.Threads} and {options.MaxSliceElements}.");
        long tally = poolAnalyses.Sum(analysis => analysis.LeastTallyBytes);
        long scratch = Most(layout, tensor => analyses.Sum(analysis => analysis.ScratchBytes(tensor)));
        // A few numbers of positions do not count for the slices of all other tensors.
        bool isStoredLong = longestStored > ShortestWorthwhile;
        long storedShort = isStoredLong ? 0 : longestStored, storedResults = (long)results * sizeof(long) * storedShort;
        scratch += (longestStored > 0 ? StoredInputs.ScratchBytes : 0) + (storedShort * StoredInputs.BytesPerElement) + storedResults;
        long result = (long)results * (sizeof(float) + (isStoredLong ? sizeof(long) : 0));
        long element = (SliceInputs.RoomsOf(layout) * sizeof(float)) + ConversionBytes + (isStoredLong ? StoredInputs.BytesPerElement : 0) + result;
        var (shortest, longest) = SliceBounds(options, layout, analyses, longestStored > LongestStored ? LongestStored : LongestOfAll);

        long Need(TensorInfo tensor) => analyses.Sum(analysis => analysis.ScratchBytes(tensor)) + (element * BlockOf(tensor, analyses));
        long least = tally + scratch + (element * shortest);
        int threads = (int)Math.Min(options.Threads, options.MemoryBytes / least);
        if (threads < 1)
            throw MemoryBound.TooSmall(method, options.MemoryBytes, least, layout.Pool.Inputs.Count, analyses.Count == 0 ? null : layout.Tensors.MaxBy(Need));
        long room = options.MemoryBytes - (threads * (tally + scratch));
        // Where tensors are worked on as a whole, longer slices are worth more than results that wait.
        long waiting = analyses.Count > 0 || threads == 1 ? 0 : WaitingResults(room - (threads * element * longest), (result * longest) + storedResults, threads);
        long elementsOfAll = (threads * element) + (waiting * result), elements = Math.Min(longest, (room - (waiting * storedResults)) / elementsOfAll);
        return new(threads, (int)(threads + waiting), (int)elements, results)
        {
            TallyBytes = Math.Max(tally, ((options.MemoryBytes / 2) - (elements * elementsOfAll) - (threads * scratch)) / threads),
            SampleElements = Math.Min(options.SampleElements ?? SampleOf(layout), options.MemoryBytes / SampleShare / (Math.Max(1, poolAnalyses.Count) * layout.Pool.Inputs.Count * sizeof(float))),
        };
    }

    /// <summary>Elements of the shortest slice that can be worked on, and of the longest that is worth while.</summary>
    private static (long Shortest, long Longest) SliceBounds(MergeOptions options, PoolLayout layout, IReadOnlyList<TensorAnalysis> analyses, int most)
    {
        long block = Most(layout, tensor => BlockOf(tensor, analyses));
        if (block > most && layout.Tensors.First(tensor => BlockOf(tensor, analyses) == block) is var whole)
            throw new MergeException($"'{whole.Name}' has more than the {most} elements that the method can take in one piece; leave it out, exclude: [\"{whole.Name}\"].");
        long largest = Math.Clamp(Most(layout, tensor => tensor.ElementCount), 1, most);
        long wanted = options.MaxSliceElements ?? (analyses.Count == 0 ? LongestWorthwhile : largest);
        long longest = Math.Max(block, Math.Min(wanted, largest));
        return (Math.Max(block, Math.Min(longest, ShortestWorthwhile)), longest);
    }

    /// <param name="room">Bytes that are left beside the slices in work.</param>
    /// <param name="bytes">Of the results of one slice.</param>
    /// <param name="threads">There are at least as many, if there is room.</param>
    private static long WaitingResults(long room, long bytes, int threads) =>
        Math.Clamp(room / bytes, 0, Math.Max(threads, Math.Min(WaitingBytes / bytes, MostWaiting)));

    /// <summary>The whole tensor, or the longest slice of whole blocks.</summary>
    public int SliceOf(TensorInfo tensor, IReadOnlyList<TensorAnalysis> analyses)
    {
        if (tensor.ElementCount <= SliceElements)
            return (int)Math.Max(1, tensor.ElementCount);
        long block = Math.Max(1, BlockOf(tensor, analyses));
        return (int)Math.Max(block, SliceElements / block * block);
    }

    private static long SampleOf(PoolLayout layout) => Math.Clamp(layout.Elements / 64, SmallestSample, LargestSample);

    /// <summary>Whole blocks of every analysis: their least common multiple, or the whole tensor.</summary>
    private static long BlockOf(TensorInfo tensor, IReadOnlyList<TensorAnalysis> analyses)
    {
        long block = 1;
        foreach (long other in analyses.Select(analysis => Math.Max(1, analysis.Block(tensor))).Distinct())
        {
            var common = (Int128)block / (long)BigInteger.GreatestCommonDivisor(block, other) * other;
            if (common >= tensor.ElementCount)
                return tensor.ElementCount;
            block = (long)common;
        }
        return Math.Min(block, tensor.ElementCount);
    }

    private static long Most(PoolLayout layout, Func<TensorInfo, long> bytes) => layout.Tensors.Select(bytes).DefaultIfEmpty().Max();
}
