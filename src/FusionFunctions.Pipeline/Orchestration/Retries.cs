using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Pipeline.Files;

namespace FusionFunctions.Pipeline.Orchestration;

/// <summary>How often steps are tried again.</summary>
internal static class Retries
{
    /// <summary>
    /// For everything that touches the world; what the user gave does not get better by waiting, and the hub's client has waited, or fetched what was wrong
    /// once more, already.
    /// </summary>
    public static RetryOptions Activity { get; } =
        new(3, TimeSpan.FromSeconds(2), PermanentErrors: [.. BadInput.ErrorTypes, nameof(HubAwayException), nameof(HubException)]);
}
