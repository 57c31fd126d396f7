using System.Numerics.Tensors;
using FusionFunctions.Merging.Analyses;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>Counts, for every model, one digit of the magnitudes that begin with the digits already known.</summary>
internal sealed class MagnitudePass(TaskVectorScope scope, MagnitudeDigit digit, ModelSelection[] models, Action completed) : IAnalysisPass
{
    private readonly List<Tally> _tallies = [];

    public long TallyBytes => (long)models.Length * digit.Values * sizeof(long);

    public IPassTally StartTally()
    {
        var tally = new Tally(scope, digit, models);
        _tallies.Add(tally);
        return tally;
    }

    public void Complete()
    {
        for (int model = 0; model < models.Length; model++)
        {
            long[] total = new long[digit.Values];
            foreach (var tally in _tallies)
                TensorPrimitives.Add(total, tally.Histograms[model], total);
            models[model].Advance(digit, total);
        }
        _tallies.Clear();
        completed();
    }

    private sealed class Tally(TaskVectorScope scope, MagnitudeDigit digit, ModelSelection[] models) : IPassTally
    {
        public long[][] Histograms { get; } = [.. models.Select(_ => new long[digit.Values])];

        public void Observe(in PoolSlice slice)
        {
            int weight = scope.Weight(slice.Tensor);
            for (int model = 0; weight > 0 && model < models.Length; model++)
                Count(slice[model], slice.Pretrained, weight, models[model].Prefix, Histograms[model]);
        }

        private void Count(ReadOnlySpan<float> model, ReadOnlySpan<float> pretrained, int weight, uint prefix, long[] histogram)
        {
            for (int i = 0; i < model.Length; i++)
            {
                uint magnitude = MagnitudeDigit.Magnitude(model[i] - pretrained[i]);
                if (digit.Prefix(magnitude) == prefix)
                    histogram[digit.Of(magnitude)] += weight;
            }
        }
    }
}
