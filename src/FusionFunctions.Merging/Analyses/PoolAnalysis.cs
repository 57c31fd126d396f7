namespace FusionFunctions.Merging.Analyses;

/// <summary>Statistics over all elements of the pool, taken in passes before the merge. A pass may build on the ones before it.</summary>
public abstract class PoolAnalysis
{
    /// <summary>In the order in which they must run; the n-th passes of several analyses share one reading.</summary>
    public abstract IReadOnlyList<IAnalysisPass> Passes { get; }

    /// <summary>Complete when all passes are.</summary>
    public abstract MergeStatistics Statistics { get; }
}
