using FusionFunctions.Merging.Analyses;
using FusionFunctions.Merging.Slices;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>The same passes as over a whole model, over one tensor.</summary>
/// <param name="analysis">Of this tensor.</param>
/// <param name="tallyBytes">Room for the counts.</param>
/// <param name="completed">Told the statistics.</param>
internal sealed class TiesTensorStudy(TiesAnalysis analysis, long tallyBytes, Action<TiesStatistics> completed) : TensorStudy
{
    private IAnalysisPass? _pass;
    private IPassTally? _tally;

    public TiesAnalysis Analysis => analysis;

    /// <summary>Two find the upper and the lower half of each magnitude's bits; then the vote is sure.</summary>
    public override int Passes => 3;

    public override void Observe(int pass, in PoolSlice slice) => Tally?.Observe(slice);

    public override void Complete(int pass)
    {
        // A tensor without elements shows no slice.
        _ = Tally;
        _pass?.Complete();
        (_pass, _tally) = (null, null);
        if (pass == Passes - 1)
            completed(analysis.Statistics);
    }

    /// <summary>Null when everything is known.</summary>
    private IPassTally? Tally => _tally ??= (_pass = analysis.NextPass(tallyBytes))?.StartTally();
}
