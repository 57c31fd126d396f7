using System.Diagnostics;
using FusionFunctions.LocalHost.Journals;

namespace FusionFunctions.LocalHost.Tracing;

/// <summary>The spans of what the host runs, named and tagged as Durable Functions names and tags its own.</summary>
internal static class HostSpans
{
    public const string SourceName = "FusionFunctions.LocalHost";

    private const string Status = "durabletask.task.status";
    private static readonly ActivitySource s_source = new(SourceName);

    /// <summary>
    /// Begins the span of a run in this process. It stays out of <see cref="Activity.Current"/>: the run's thread serves many orchestrations.
    /// </summary>
    /// <param name="orchestrator">The run's own orchestrator.</param>
    /// <param name="run">Its instance id.</param>
    /// <param name="begun">The span that the process which began the run recorded; this one continues its trace.</param>
    /// <param name="caller">The span that asked for the run, which is another trace.</param>
    public static Activity? Run(string orchestrator, string run, string? begun, ActivityContext? caller)
    {
        ActivityContext.TryParse(begun, null, isRemote: true, out var parent);
        return Aside(() => s_source.StartActivity(
            $"orchestration:{orchestrator}", ActivityKind.Internal, parent, Tags("orchestration", orchestrator, run, run),
            caller is { } asked ? [new(asked)] : null));
    }

    /// <summary>Begins the span of a sub-orchestration, as <see cref="Run"/> does.</summary>
    public static Activity? Orchestration(string name, string instance, string run, Activity? parent) => parent is null ? null : Aside(() =>
        s_source.StartActivity($"orchestration:{name}", ActivityKind.Internal, parent.Context, Tags("orchestration", name, instance, run)));

    /// <summary>Begins the span of one attempt, as the current one.</summary>
    public static Activity? Attempt(string name, string instance, int attempt, string run, Activity? parent) => parent is null ? null :
        s_source.StartActivity(
            $"activity:{name}", ActivityKind.Internal, parent.Context, [.. Tags("activity", name, instance, run), new("fusion.attempt", attempt)]);

    public static void Complete(this Activity? span, JournalError? error)
    {
        span?.SetTag(Status, error is null ? "Completed" : "Failed");
        if (error is not null)
            span?.SetTag("error.type", error.Type).SetStatus(ActivityStatusCode.Error, error.Message);
        span?.Stop();
    }

    /// <summary>Ends a span whose work goes on in another process, or in none.</summary>
    public static void BreakOff(this Activity? span)
    {
        if (span is not { IsStopped: false })
            return;
        span.SetTag(Status, "Interrupted");
        span.Stop();
    }

    private static Activity? Aside(Func<Activity?> start)
    {
        var current = Activity.Current;
        Activity.Current = null;
        try
        {
            return start();
        }
        finally
        {
            Activity.Current = current;
        }
    }

    private static KeyValuePair<string, object?>[] Tags(string type, string name, string instance, string run) =>
    [
        new("durabletask.type", type), new("durabletask.task.name", name), new("durabletask.task.instance_id", instance), new("fusion.run", run),
    ];
}
