namespace FusionFunctions.LocalHost;

public enum JournalState
{
    /// <summary>Nothing was recorded yet.</summary>
    Missing,

    /// <summary>The run was stopped, or runs now; running it again continues.</summary>
    Unfinished,

    /// <summary>The result is recorded; running it again returns it.</summary>
    Completed,

    /// <summary>The orchestrator failed; running it again keeps what succeeded.</summary>
    Failed,
}
