using FusionFunctions.Merging.Analyses;
using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>sgn of the sum of all elected signs over the vector.</summary>
internal sealed class MajoritySignPass(TiesAnalysis analysis) : IAnalysisPass
{
    private readonly List<Tally> _tallies = [];

    public int Sign { get; private set; }

    public long TallyBytes => sizeof(long);

    public IPassTally StartTally()
    {
        var tally = new Tally(analysis);
        _tallies.Add(tally);
        return tally;
    }

    public void Complete() => Sign = Math.Sign(_tallies.Sum(tally => tally.Balance));

    private sealed class Tally(TiesAnalysis analysis) : IPassTally
    {
        public long Balance { get; private set; }

        public void Observe(in PoolSlice slice)
        {
            long weight = analysis.Scope.Weight(slice.Tensor);
            if (weight == 0)
                return;
            var vectors = new TaskVectors(slice, analysis.Drop);
            for (int at = 0; at < slice.Length; at += Lanes.Count)
                Balance += weight * SignElection.Balance(new TrimmedLanes(vectors, at, analysis.Thresholds));
        }
    }
}
