namespace FusionFunctions.Pipeline.Orchestration;

/// <param name="MaxAttempts">Including the first one.</param>
/// <param name="FirstDelay">Before the second attempt.</param>
/// <param name="BackoffCoefficient">Each later delay is this many times the one before.</param>
public sealed record RetryOptions(int MaxAttempts, TimeSpan FirstDelay, double BackoffCoefficient = 2);
