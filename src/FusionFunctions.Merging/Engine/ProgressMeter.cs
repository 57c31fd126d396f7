using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Merging.Engine;

/// <summary>Adds up what is done over all passes.</summary>
/// <param name="layout">What is read in each.</param>
/// <param name="passes">As many as are expected; more may turn out to be needed.</param>
/// <param name="progress">Told.</param>
internal sealed class ProgressMeter(PoolLayout layout, int passes, IProgress<MergeProgress>? progress)
{
    private int _passes = passes;
    private int _pass = 1;
    private long _done;

    public void Advance(int elements)
    {
        _done += elements;
        progress?.Report(new(_pass, _passes, _done, layout.Elements * _passes));
    }

    public void EndPass() => _pass++;

    /// <summary>Another one is needed.</summary>
    public void AddPass() => _passes++;
}
