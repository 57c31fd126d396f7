using FusionFunctions.Merging;

namespace FusionFunctions.Compute.Merges;

/// <summary>Passes the engine's progress on as a share.</summary>
internal sealed class MergeAdvance(string method, IComputeProgress progress) : IProgress<MergeProgress>
{
    public void Report(MergeProgress value) =>
        progress.MergeAdvanced(method, value.ElementsTotal == 0 ? 1 : (double)value.ElementsDone / value.ElementsTotal);
}
