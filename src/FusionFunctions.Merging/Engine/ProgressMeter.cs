using FusionFunctions.Merging.Pools;

namespace FusionFunctions.Merging.Engine;

/// <summary>Adds up what is done over all passes.</summary>
internal sealed class ProgressMeter(PoolLayout layout, int passes, IProgress<MergeProgress>? progress)
{
    private readonly long _total = layout.Elements * passes;
    private int _pass = 1;
    private long _done;

    public void Advance(int elements)
    {
        _done += elements;
        progress?.Report(new(_pass, passes, _done, _total));
    }

    public void EndPass() => _pass++;
}
