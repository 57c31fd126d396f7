namespace FusionFunctions.Checkpoints.Hub.Fetching;

/// <summary>What a branch or tag stands for in this run.</summary>
internal sealed class RevisionPin
{
    /// <summary>Held while a file of the revision is asked for.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>Null until the revision was first found.</summary>
    public string? Commit { get; set; }
}
