using FusionFunctions.Pipeline.Orchestration;
using Microsoft.DurableTask;

namespace FusionFunctions.App.Durable;

/// <summary>Failures and retries, as Durable Task and the pipeline tell of them.</summary>
internal static class DurableFailures
{
    // What Durable Task, the Functions host and tasks wrap round an exception that a step threw.
    private static readonly string[] s_wrappers =
        [nameof(TaskFailedException), "SubOrchestrationFailedException", "FunctionFailedException", "FunctionInvocationException", nameof(AggregateException)];

    public static TaskRetryOptions? Retry(RetryOptions? retry) => retry is null ? null : new(
        new RetryPolicy(retry.MaxAttempts, retry.FirstDelay, retry.BackoffCoefficient, retry.MaxDelay ?? TimeSpan.FromDays(1))
        {
            // The policy counts attempts; the error alone decides here.
            HandleFailure = failure => retry.AllowsAnother(0, TypeOf(CauseOf(failure))),
        });

    /// <summary>A step's failure, in the pipeline's words.</summary>
    public static ActivityFailedException Translate(TaskFailedException failed)
    {
        // Not declared so, but there are none where somebody terminated a sub-orchestration.
        if ((TaskFailureDetails?)failed.FailureDetails is not { } details)
            return new(failed.TaskName, nameof(OperationCanceledException), "It was terminated.");
        var cause = CauseOf(details);
        return new(failed.TaskName, TypeOf(cause), cause.ErrorMessage);
    }

    /// <summary>What the step itself threw.</summary>
    private static TaskFailureDetails CauseOf(TaskFailureDetails failure) =>
        failure.InnerFailure is { } inner && s_wrappers.Contains(TypeOf(failure)) ? CauseOf(inner) : failure;

    /// <summary>Without the namespace, as the pipeline names errors.</summary>
    private static string TypeOf(TaskFailureDetails failure) => failure.ErrorType[(failure.ErrorType.LastIndexOfAny(['.', '+']) + 1)..];
}
