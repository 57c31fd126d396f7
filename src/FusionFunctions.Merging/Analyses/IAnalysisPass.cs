using FusionFunctions.Merging.Slices;

namespace FusionFunctions.Merging.Analyses;

/// <summary>One reading of the whole pool. What it counts must not depend on the order of the slices nor on who saw which.</summary>
public interface IAnalysisPass
{
    /// <summary>A tally for one worker, which shows it slices one at a time.</summary>
    IPassTally StartTally();

    /// <summary>Called once, when every slice has been seen by one of the tallies.</summary>
    void Complete();
}

public interface IPassTally
{
    /// <returns>Whether it saw that all elements, the base's too, are finite; false where it did not look.</returns>
    bool Observe(in PoolSlice slice);
}
