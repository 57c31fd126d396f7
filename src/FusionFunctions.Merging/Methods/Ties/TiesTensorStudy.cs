using FusionFunctions.Merging.Analyses;
using FusionFunctions.Merging.Slices;
using FusionFunctions.Merging.Studies;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>The same passes as over a whole model, over one tensor.</summary>
/// <param name="analysis">Of this tensor.</param>
/// <param name="completed">Told the statistics.</param>
internal sealed class TiesTensorStudy(TiesAnalysis analysis, Action<TiesStatistics> completed) : TensorStudy
{
    private IPassTally? _tally;

    public TiesAnalysis Analysis => analysis;

    public override int Passes => analysis.Passes.Count;

    public override void Observe(int pass, in PoolSlice slice) => (_tally ??= analysis.Passes[pass].StartTally()).Observe(slice);

    public override void Complete(int pass)
    {
        analysis.Passes[pass].Complete();
        _tally = null;
        if (pass == Passes - 1)
            completed(analysis.Statistics);
    }
}
