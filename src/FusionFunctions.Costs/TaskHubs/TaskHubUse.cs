using FusionFunctions.Costs.Prices;
using FusionFunctions.Costs.Rehearsals;

namespace FusionFunctions.Costs.TaskHubs;

/// <summary>
/// What Durable Functions makes of a run in its Azure Storage task hub. Episodes are exact at most; operations of queues and tables are an
/// estimate from how the hub works, and have not been measured.
/// </summary>
internal sealed class TaskHubUse(RunTally tally, TimeSpan elapsed, Deployment deployment)
{
    // A message is put, got and deleted; an activity has one there and one back, as has a sub-orchestration.
    private const int QueueOperationsOfMessage = 3;

    // The history's new rows in one batch, and the instance's row.
    private const int TableOperationsOfEpisode = 2;

    // Flex Consumption bills a second for every execution at least.
    private const double LeastSeconds = 1;

    private readonly long _activities = tally.Activities.Values.Sum();
    private readonly long _children = tally.Orchestrations.Values.Sum(orchestration => orchestration.Instances);
    private readonly long _episodes = tally.Orchestrations.Values.Sum(orchestration => orchestration.Episodes);

    public long QueueOperations => QueueOperationsOfMessage * (2 * _activities + 2 * _children + tally.Timers);

    public long TableOperations => TableOperationsOfEpisode * _episodes;

    /// <summary>Activities, and the orchestrators' episodes.</summary>
    public long Executions => _activities + _episodes;

    /// <summary>At most: every execution for itself, or all instances for the whole time, whichever is less.</summary>
    public double GbSeconds => Math.Min(Executions * LeastSeconds, elapsed.TotalSeconds * deployment.FunctionInstances) * deployment.FunctionMemoryGb;
}
