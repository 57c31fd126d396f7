using FusionFunctions.Merging.Methods.Dare;
using FusionFunctions.Merging.Selection;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>
/// A sample of the task vectors, in chunks of neighbouring entries, and the range in which each threshold presumably lies: that of the sample, give
/// or take three standard errors. These are estimated from how much one chunk differs from the next, since entries of a chunk are alike.
/// </summary>
internal sealed class TiesSample(TaskVectorScope scope, int models)
{
    private const double StandardErrors = 3;
    private const int Bins = 1 << 18;
    private readonly Lock _lock = new();
    private readonly List<Chunk> _chunks = [];

    public void Add(in PoolSlice slice, RandomDrop? drop, int weight)
    {
        var vectors = new TaskVectors(slice, drop);
        float[][] entries = new float[models][];
        for (int model = 0; model < models; model++)
            vectors.CopyTo(model, 0, entries[model] = new float[vectors.Length]);
        lock (_lock)
            _chunks.Add(new(slice.Tensor.Name, slice.First, weight, entries.Any(model => model.AsSpan().ContainsAnyExcept(0f)), entries));
    }

    /// <param name="rankOf">k by the vector's length.</param>
    /// <param name="isWhole">Whether the sample is everything there is.</param>
    /// <param name="threads">How many may be used.</param>
    /// <returns>By model.</returns>
    public IReadOnlyList<MagnitudeRange> Ranges(Func<long, long> rankOf, bool isWhole, int threads)
    {
        var changed = _chunks.Where(chunk => chunk.IsChanged).Select(chunk => chunk.Tensor).ToHashSet(StringComparer.Ordinal);
        var chunks = _chunks.Where(chunk => !scope.IsOfChanged || changed.Contains(chunk.Tensor))
            .OrderBy(chunk => chunk.Tensor, StringComparer.Ordinal).ThenBy(chunk => chunk.First).ToList();
        long rank = rankOf(chunks.Sum(chunk => (long)chunk.Weight * chunk.Entries[0].Length));
        var ranges = new MagnitudeRange[models];
        Parallel.For(0, models, new() { MaxDegreeOfParallelism = threads }, model => ranges[model] = RangeOf(model, chunks, rank, isWhole));
        return ranges;
    }

    private static MagnitudeRange RangeOf(int model, IReadOnlyList<Chunk> chunks, long rank, bool isWhole)
    {
        var count = new MagnitudeCount(MagnitudeRange.All, Bins);
        foreach (var chunk in chunks)
            count.Add(chunk.Entries[model], chunk.Weight);
        double error = isWhole ? 0 : StandardErrors * StandardError(model, chunks, Magnitude.ToSingle(count.BinOf(rank, out _, out _).First));
        uint first = count.BinOf((long)Math.Floor(rank - error), out _, out _).First, last = count.BinOf((long)Math.Ceiling(rank + error), out _, out _).Last;
        return Tighten(model, chunks, first, last);
    }

    /// <summary>Of the number of entries below the value, from the differences of successive chunks.</summary>
    private static double StandardError(int model, IReadOnlyList<Chunk> chunks, float value)
    {
        double squares = 0, last = 0;
        for (int chunk = 0; chunk < chunks.Count; chunk++)
        {
            long below = 0;
            foreach (float entry in chunks[chunk].Entries[model])
                below += MathF.Abs(entry) < value ? chunks[chunk].Weight : 0;
            squares += chunk == 0 ? 0 : (below - last) * (below - last);
            last = below;
        }
        return Math.Sqrt(squares / 2);
    }

    /// <summary>From the smallest to the largest magnitude that the sample has in a range: a single one where a model has left most entries alone.</summary>
    private static MagnitudeRange Tighten(int model, IReadOnlyList<Chunk> chunks, uint first, uint last)
    {
        uint least = last, most = first;
        foreach (var chunk in chunks)
            foreach (float entry in chunk.Entries[model])
                if (Magnitude.Of(entry) is var magnitude && magnitude >= first && magnitude <= last)
                    (least, most) = (Math.Min(least, magnitude), Math.Max(most, magnitude));
        return least <= most ? new(least, most) : new(first, last);
    }

    private sealed record Chunk(string Tensor, long First, int Weight, bool IsChanged, float[][] Entries);
}
