using FusionFunctions.Merging.Analyses;
using FusionFunctions.Merging.Methods.Dare;

namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>The exact k-th magnitude of every task vector (two passes) and then the majority sign (one pass).</summary>
internal sealed class TiesAnalysis : PoolAnalysis
{
    private readonly string _trimScope;
    private readonly MagnitudeSelection _selection;
    private readonly MajoritySignPass _majority;

    /// <param name="trimScope">The scope's name.</param>
    /// <param name="scope">The vector.</param>
    /// <param name="models">How many task vectors.</param>
    /// <param name="threshold">Percentage kept; up to 1 a fraction.</param>
    /// <param name="drop">Applied to the task vectors first, or null.</param>
    public TiesAnalysis(string trimScope, TaskVectorScope scope, int models, double threshold, RandomDrop? drop)
    {
        _trimScope = trimScope;
        Scope = scope;
        Drop = drop;
        _selection = new(scope, models, length => RankOf(threshold, length), drop);
        _majority = new(this);
        Passes = [.. _selection.Passes, _majority];
    }

    public TaskVectorScope Scope { get; }

    public RandomDrop? Drop { get; }

    public override IReadOnlyList<IAnalysisPass> Passes { get; }

    /// <summary>The smallest magnitude that is kept, by model; known after the second pass.</summary>
    public ReadOnlySpan<float> Thresholds => _selection.Values;

    /// <summary>Known after the third pass.</summary>
    public int MajoritySign => _majority.Sign;

    public override TiesStatistics Statistics =>
        new(_trimScope, Scope.Length, _selection.Rank, [.. _selection.Values], _selection.Kept, _selection.Tied, MajoritySign);

    /// <summary>FusionBench's arithmetic, in double and truncated: k = d − int(d·K). So int(d·K)+1 entries are kept, and all ties.</summary>
    private static long RankOf(double threshold, long length)
    {
        double fraction = threshold > 1 ? threshold / 100 : threshold;
        return length - (long)(length * fraction);
    }
}
