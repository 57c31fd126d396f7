namespace FusionFunctions.Pipeline.Orchestration;

/// <param name="MaxAttempts">Including the first one.</param>
/// <param name="FirstDelay">Before the second attempt.</param>
/// <param name="BackoffCoefficient">Each later delay is this many times the one before.</param>
/// <param name="PermanentErrors">Exception type names, such as "GlueException", after which there is no further attempt.</param>
/// <param name="MaxDelay">No delay is longer.</param>
public sealed record RetryOptions(
    int MaxAttempts, TimeSpan FirstDelay, double BackoffCoefficient = 2, IReadOnlyList<string>? PermanentErrors = null, TimeSpan? MaxDelay = null)
{
    /// <summary>Whether an attempt, counted from 1, is followed by another after this error.</summary>
    public bool AllowsAnother(int attempt, string errorType) =>
        attempt < MaxAttempts && PermanentErrors?.Contains(errorType, StringComparer.Ordinal) != true;

    /// <summary>How long to wait after an attempt, counted from 1.</summary>
    public TimeSpan DelayAfter(int attempt)
    {
        var longest = MaxDelay ?? TimeSpan.FromDays(1);
        double ticks = FirstDelay.Ticks * Math.Pow(BackoffCoefficient, attempt - 1);
        return ticks < longest.Ticks ? TimeSpan.FromTicks((long)ticks) : longest;
    }
}
