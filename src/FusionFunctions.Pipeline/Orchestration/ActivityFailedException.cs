namespace FusionFunctions.Pipeline.Orchestration;

/// <summary>An activity or sub-orchestration failed for good.</summary>
/// <param name="name">Its name.</param>
/// <param name="errorType">The type name of what it threw.</param>
/// <param name="reason">The message of what it threw.</param>
public sealed class ActivityFailedException(string name, string errorType, string reason) : Exception(reason)
{
    public string Name { get; } = name;

    public string ErrorType { get; } = errorType;
}
