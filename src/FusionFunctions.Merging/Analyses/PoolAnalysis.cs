using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Analyses;

/// <summary>Statistics over all elements of the pool, taken in passes before the merge. Neither sample nor memory may change them.</summary>
public abstract class PoolAnalysis
{
    /// <summary>The least memory that one tally needs.</summary>
    public abstract long LeastTallyBytes { get; }

    /// <summary>Complete when all passes are.</summary>
    public abstract MergeStatistics Statistics { get; }

    /// <summary>Shown chunks from all over the pool before the first pass, from several threads, so that it can tell beforehand what to look for.</summary>
    public abstract void Sample(in PoolSlice slice);

    /// <param name="isWhole">Whether the sample was all of the pool.</param>
    /// <param name="threads">How many may be used.</param>
    public abstract void CompleteSample(bool isWhole, int threads);

    /// <summary>What must be found out next, over the whole pool; several analyses share the reading. Called when the pass before is complete.</summary>
    /// <param name="tallyBytes">Memory that each of its tallies may take.</param>
    /// <returns>Null when everything is known.</returns>
    public abstract IAnalysisPass? NextPass(long tallyBytes);
}
