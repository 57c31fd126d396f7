namespace FusionFunctions.Checkpoints.Hub;

/// <summary>Why the hub did not give what was asked for.</summary>
public enum HubFailure
{
    /// <summary>A name or setting that the hub cannot be asked with.</summary>
    BadRequest,

    /// <summary>No such repository, revision or file.</summary>
    NotFound,

    /// <summary>Gated, private, or a token that is not accepted.</summary>
    AccessDenied,

    /// <summary>Not in any cache, and the network must not be used.</summary>
    Offline,

    /// <summary>The hub or its storage was out of reach, overloaded or too slow; trying later may help.</summary>
    Unavailable,

    /// <summary>The answer is not what the hub itself declared: wrong digest, wrong size, not its protocol.</summary>
    Damaged,
}
