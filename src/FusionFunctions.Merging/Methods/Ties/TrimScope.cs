namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>Names of the vectors that TIES may trim.</summary>
internal static class TrimScope
{
    /// <summary>FusionBench's: the whole state dict, tied tensors once for each key.</summary>
    public const string StateDict = "state_dict";

    /// <summary>The state dict's tensors that at least one model has changed. FusionBench's published rows for LoRA-tuned models trim so.</summary>
    public const string ChangedTensors = "changed_tensors";

    /// <summary>The whole model, tied tensors once.</summary>
    public const string UniqueParams = "unique_params";

    /// <summary>Each tensor is a vector of its own.</summary>
    public const string PerTensor = "per_tensor";

    public static IReadOnlyList<string> All { get; } = [StateDict, ChangedTensors, UniqueParams, PerTensor];
}
