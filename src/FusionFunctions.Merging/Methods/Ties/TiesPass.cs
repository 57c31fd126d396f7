using FusionFunctions.Merging.Analyses;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>
/// One reading of the task vectors: for each model a count around its threshold, and a vote on the majority sign, in which entries near a threshold
/// that is not known exactly are put aside.
/// </summary>
/// <param name="analysis">Told the sums.</param>
/// <param name="bins">Of each count.</param>
/// <param name="deferredBytes">Room that each tally has for what it puts aside.</param>
internal sealed class TiesPass(TiesAnalysis analysis, int bins, long deferredBytes) : IAnalysisPass
{
    private readonly List<TiesTally> _tallies = [];

    public IPassTally StartTally()
    {
        var tally = new TiesTally(analysis, bins, deferredBytes);
        _tallies.Add(tally);
        return tally;
    }

    public void Complete()
    {
        analysis.Advance(_tallies);
        _tallies.ForEach(tally => tally.Dispose());
        _tallies.Clear();
    }
}
