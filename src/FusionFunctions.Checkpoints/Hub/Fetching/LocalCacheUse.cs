namespace FusionFunctions.Checkpoints.Hub.Fetching;

/// <summary>What to do with files that this machine's Hugging Face cache holds.</summary>
public enum LocalCacheUse
{
    /// <summary>Read them there; nothing is copied. For a run on this machine alone.</summary>
    InPlace,

    /// <summary>Copy them into the store, for machines that see only that.</summary>
    CopyIntoStore,
}
