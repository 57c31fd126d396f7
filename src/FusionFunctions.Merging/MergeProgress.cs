namespace FusionFunctions.Merging;

/// <param name="Pass">1-based; the last pass is the one that writes.</param>
/// <param name="Passes">How often the inputs are read.</param>
/// <param name="ElementsDone">Elements of one model that are done, over all passes.</param>
/// <param name="ElementsTotal">Elements of one model, times the passes.</param>
public readonly record struct MergeProgress(int Pass, int Passes, long ElementsDone, long ElementsTotal);
