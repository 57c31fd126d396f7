using System.Numerics;
using System.Numerics.Tensors;
using FusionFunctions.Merging.Analyses;
using FusionFunctions.Merging.Methods.Dare;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>Counts, for every model, one digit of the magnitudes that begin with the digits already known.</summary>
internal sealed class MagnitudePass(
    TaskVectorScope scope, MagnitudeDigit digit, RandomDrop? drop, ModelSelection[] models, Action<MagnitudePass.Totals> completed) : IAnalysisPass
{
    private readonly List<Tally> _tallies = [];

    public long TallyBytes => (long)models.Length * digit.Values * sizeof(long);

    public IPassTally StartTally()
    {
        var tally = new Tally(scope, digit, drop, models);
        _tallies.Add(tally);
        return tally;
    }

    public void Complete()
    {
        long[][] totals = [.. models.Select(_ => new long[digit.Values])];
        foreach (var tally in _tallies)
            for (int model = 0; model < models.Length; model++)
                TensorPrimitives.Add(totals[model], tally.Histograms[model], totals[model]);
        completed(new(totals, _tallies.SelectMany(tally => tally.Changed).ToHashSet(StringComparer.Ordinal)));
        _tallies.Clear();
    }

    /// <param name="Histograms">By model.</param>
    /// <param name="Changed">Names of tensors in which a model has an entry that is not zero.</param>
    internal sealed record Totals(long[][] Histograms, IReadOnlySet<string> Changed);

    private sealed class Tally(TaskVectorScope scope, MagnitudeDigit digit, RandomDrop? drop, ModelSelection[] models) : IPassTally
    {
        public long[][] Histograms { get; } = [.. models.Select(_ => new long[digit.Values])];

        public HashSet<string> Changed { get; } = new(StringComparer.Ordinal);

        public void Observe(in PoolSlice slice)
        {
            int weight = scope.Weight(slice.Tensor);
            if (weight == 0)
                return;
            var vectors = new TaskVectors(slice, drop);
            for (int model = 0; model < models.Length; model++)
                if (Count(vectors, model, weight, models[model].Prefix, Histograms[model]))
                    Changed.Add(slice.Tensor.Name);
        }

        private bool Count(in TaskVectors vectors, int model, int weight, uint prefix, long[] histogram)
        {
            Span<uint> magnitudes = stackalloc uint[Lanes.Count];
            bool changed = false;
            for (int at = 0; at < vectors.Length; at += Lanes.Count)
            {
                var entries = MagnitudeDigit.Magnitudes(vectors[model, at]);
                changed |= entries != Vector<uint>.Zero;
                // Few magnitudes begin with the digits that are known.
                if (!Vector.EqualsAny(digit.Prefixes(entries), new Vector<uint>(prefix)))
                    continue;
                entries.CopyTo(magnitudes);
                foreach (uint magnitude in magnitudes[..Math.Min(Lanes.Count, vectors.Length - at)])
                    if (digit.Prefix(magnitude) == prefix)
                        histogram[digit.Of(magnitude)] += weight;
            }
            return changed;
        }
    }
}
