using FusionFunctions.Merging.Selection;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>
/// A sample of the task vectors, in chunks of neighbouring entries, and the range in which each threshold presumably lies: that of the sample, give
/// or take four standard errors. These are estimated from how much one chunk differs from the next, since entries of a chunk are alike.
/// </summary>
internal sealed class TiesSample(TaskVectorScope scope, int models)
{
    private const double StandardErrors = 4;
    private const int Bins = 1 << 18;
    private readonly List<(string Tensor, int Weight, bool IsChanged, float[][] Entries)> _chunks = [];

    public void Add(in TaskVectors vectors, string tensor, int weight)
    {
        float[][] entries = new float[models][];
        for (int model = 0; model < models; model++)
            vectors.CopyTo(model, 0, entries[model] = new float[vectors.Length]);
        _chunks.Add((tensor, weight, entries.Any(model => model.AsSpan().ContainsAnyExcept(0f)), entries));
    }

    /// <param name="rankOf">k by the vector's length.</param>
    /// <param name="isWhole">Whether the sample is everything there is.</param>
    /// <returns>By model.</returns>
    public IReadOnlyList<MagnitudeRange> Ranges(Func<long, long> rankOf, bool isWhole)
    {
        var changed = _chunks.Where(chunk => chunk.IsChanged).Select(chunk => chunk.Tensor).ToHashSet(StringComparer.Ordinal);
        var chunks = _chunks.Where(chunk => !scope.IsOfChanged || changed.Contains(chunk.Tensor)).ToList();
        long length = chunks.Sum(chunk => (long)chunk.Weight * chunk.Entries[0].Length);
        return [.. Enumerable.Range(0, models).Select(model => RangeOf([.. chunks.Select(chunk => (chunk.Entries[model], chunk.Weight))], rankOf(length), isWhole))];
    }

    private static MagnitudeRange RangeOf(IReadOnlyList<(float[] Entries, int Weight)> chunks, long rank, bool isWhole)
    {
        var count = new MagnitudeCount(MagnitudeRange.All, Bins);
        foreach (var (entries, weight) in chunks)
            count.Add(entries, weight);
        double error = isWhole ? 0 : StandardErrors * StandardError(chunks, Magnitude.ToSingle(count.BinOf(rank, out _, out _).First));
        var least = count.BinOf((long)Math.Floor(rank - error), out _, out _);
        var most = count.BinOf((long)Math.Ceiling(rank + error), out _, out _);
        return new(least.First, most.Last);
    }

    /// <summary>Of the number of entries below the value, from the differences of successive chunks.</summary>
    private static double StandardError(IReadOnlyList<(float[] Entries, int Weight)> chunks, float value)
    {
        double squares = 0, last = 0;
        for (int chunk = 0; chunk < chunks.Count; chunk++)
        {
            double below = chunks[chunk].Weight * (double)chunks[chunk].Entries.Count(entry => MathF.Abs(entry) < value);
            squares += chunk == 0 ? 0 : (below - last) * (below - last);
            last = below;
        }
        return Math.Sqrt(squares / 2);
    }
}
