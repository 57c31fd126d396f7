namespace FusionFunctions.LocalHost;

/// <summary>The orchestrator itself failed; its journal says so. Running it again keeps what succeeded and tries the rest.</summary>
/// <param name="orchestrator">Its name.</param>
/// <param name="errorType">The type name of what was thrown first, in an activity or in the orchestrator.</param>
/// <param name="reason">The message of what was thrown first.</param>
public sealed class OrchestrationFailedException(string orchestrator, string errorType, string reason) : Exception(reason)
{
    public string Orchestrator { get; } = orchestrator;

    public string ErrorType { get; } = errorType;
}
