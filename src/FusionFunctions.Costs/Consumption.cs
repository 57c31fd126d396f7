using FusionFunctions.Costs.Calls;
using FusionFunctions.Costs.Rehearsals;

namespace FusionFunctions.Costs;

/// <summary>What a run of an experiment consumes.</summary>
public sealed record Consumption
{
    /// <summary>Merged checkpoints.</summary>
    public required long Merges { get; init; }

    /// <summary>A model on a task.</summary>
    public required long Evaluations { get; init; }

    /// <summary>Prompts that models answer.</summary>
    public required long Rows { get; init; }

    /// <summary>Requests to workers: one for each method's sweep and one for each shard of an evaluation.</summary>
    public required long Requests { get; init; }

    /// <summary>From the hub into the store.</summary>
    public required long DownloadedBytes { get; init; }

    /// <summary>Merged checkpoints in the store.</summary>
    public required long MergedBytes { get; init; }

    /// <summary>From the store to workers, in the same region.</summary>
    public required long WorkerBytes { get; init; }

    /// <summary>What leaves the region: nothing does.</summary>
    public long EgressBytes { get; init; }

    /// <summary>Gigabytes of the store times months.</summary>
    public required double GbMonths { get; init; }

    /// <summary>From start to leaderboard.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Replicas that work.</summary>
    public required int Replicas { get; init; }

    /// <summary>Of all replicas: answering, merging and loading.</summary>
    public required double BusySeconds { get; init; }

    /// <summary>Of all replicas, from the first start to the end of the cool-down.</summary>
    public required double ReplicaSeconds { get; init; }

    /// <summary>Requests that wait for a replica, at most.</summary>
    public required long QueueDepth { get; init; }

    /// <summary>How often the orchestrator asks for requests' results.</summary>
    public required long Polls { get; init; }

    /// <summary>Calls of activities by name.</summary>
    public required IReadOnlyDictionary<string, long> Activities { get; init; }

    /// <summary>By the orchestrator's name.</summary>
    public required IReadOnlyDictionary<string, OrchestrationTally> Orchestrations { get; init; }

    public required StoreCalls StoreCalls { get; init; }

    /// <summary>The workers' queue and the task hub's.</summary>
    public required long QueueOperations { get; init; }

    /// <summary>Of the task hub.</summary>
    public required long TableOperations { get; init; }

    public required long FunctionExecutions { get; init; }

    public required double FunctionGbSeconds { get; init; }

    /// <summary>Rows of the leaderboard that would lack scores, since their requests were not done before their deadline.</summary>
    public required int FailedRows { get; init; }
}
