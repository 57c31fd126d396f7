using FusionFunctions.Merging.Methods.Dare;
using FusionFunctions.Merging.Selection;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>A sample of the task vectors, in chunks of neighbouring entries, and the range in which each threshold presumably lies.</summary>
internal sealed class TiesSample(TaskVectorScope scope, int models)
{
    private readonly Lock _lock = new();
    private readonly List<Chunk> _chunks = [];
    private readonly PooledBlocks _entries = new();

    public void Add(in PoolSlice slice, RandomDrop? drop, int weight)
    {
        var vectors = new TaskVectors(slice, drop);
        bool isUnchanged = slice.FindUnchanged(new bool[models]);
        Memory<float> entries;
        lock (_lock)
        {
            entries = isUnchanged ? default : _entries.Take(models * vectors.Length);
            _chunks.Add(new(slice.Tensor.Name, slice.First, weight, vectors.Length, entries));
        }
        for (int model = 0; model < models && !isUnchanged; model++)
            vectors.CopyTo(model, 0, entries.Span.Slice(model * vectors.Length, vectors.Length));
    }

    /// <summary>What was sampled is gone afterwards.</summary>
    /// <param name="rankOf">k by the vector's length.</param>
    /// <param name="isWhole">Whether the sample is everything there is.</param>
    /// <param name="threads">How many may be used.</param>
    /// <returns>By model.</returns>
    public IReadOnlyList<MagnitudeRange> Ranges(Func<long, long> rankOf, bool isWhole, int threads)
    {
        var changed = _chunks.Where(chunk => chunk.IsChanged).Select(chunk => chunk.Tensor).ToHashSet(StringComparer.Ordinal);
        var chunks = _chunks.Where(chunk => !scope.IsOfChanged || changed.Contains(chunk.Tensor))
            .OrderBy(chunk => chunk.Tensor, StringComparer.Ordinal).ThenBy(chunk => chunk.First).ToList();
        long rank = rankOf(chunks.Sum(chunk => (long)chunk.Weight * chunk.Length));
        var ranges = new MagnitudeRange[models];
        Parallel.For(0, models, new() { MaxDegreeOfParallelism = threads }, model =>
            ranges[model] = new SampledMagnitudes([.. chunks.Select(chunk => chunk.Of(model))]).Around(rank, isWhole));
        _chunks.Clear();
        _entries.Return();
        return ranges;
    }

    /// <param name="Weight">How often each entry stands in the vector.</param>
    /// <param name="Length">Entries of each model.</param>
    /// <param name="Entries">By model, one behind the other; empty where all models have these entries from the base.</param>
    private sealed record Chunk(string Tensor, long First, int Weight, int Length, ReadOnlyMemory<float> Entries)
    {
        public bool IsChanged => Entries.Span.ContainsAnyExcept(0f);

        public SampledChunk Of(int model) => Entries.IsEmpty ? new(default, Length, Weight) : new(Entries.Slice(model * Length, Length), 0, Weight);
    }
}
