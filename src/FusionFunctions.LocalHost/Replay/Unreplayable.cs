namespace FusionFunctions.LocalHost.Replay;

/// <summary>Waiting that no replay could repeat.</summary>
internal static class Unreplayable
{
    private const string Rule =
        "An orchestrator may await only what its context returns: no Task.Run, Task.Delay or ConfigureAwait(false), no input or output. Move that into an activity.";

    public static NonDeterminismException Foreign(IEnumerable<string> instances) =>
        new($"Orchestrator {string.Join(" or ", instances)} awaited something other than its context. {Rule}");

    public static NonDeterminismException Idle(IEnumerable<string> instances) =>
        new($"Orchestrator {string.Join(" or ", instances)} waits, but nothing is under way: no activity, timer or event. {Rule}");

    public static NonDeterminismException OtherThread(string name, string instance) =>
        new($"Orchestrator '{name}' (instance '{instance}') used its context from another thread. {Rule}");
}
