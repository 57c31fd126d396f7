using FusionFunctions.Costs.Calls;
using FusionFunctions.Costs.Prices;
using FusionFunctions.Costs.Rehearsals;
using FusionFunctions.Costs.Sizes;
using FusionFunctions.Costs.TaskHubs;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Runs;

namespace FusionFunctions.Costs;

/// <summary>Adds up what a rehearsed run consumes.</summary>
public static class ConsumptionOf
{
    private const double Gigabyte = 1e9;
    private const double DaysOfMonth = 30;

    /// <param name="run">The experiment.</param>
    /// <param name="sizes">Of what it names.</param>
    /// <param name="table">Speeds and settings; prices play no part.</param>
    /// <param name="device">Of every replica.</param>
    /// <param name="replicas">At most.</param>
    /// <param name="cancellationToken">Stops the rehearsal.</param>
    public static Consumption Run(
        ExperimentRun run, ExperimentSizes sizes, PriceTable table, DeviceProfile device, int replicas, CancellationToken cancellationToken)
    {
        var rehearsed = Rehearsal.Of(run, sizes, device, table.Deployment, replicas, cancellationToken);
        var (tally, workers, deployment) = (rehearsed.Tally, rehearsed.Workers, table.Deployment);
        long polls = tally.Activities.GetValueOrDefault(StepNames.PollCompute);
        long downloaded = sizes.Repositories.Values.Sum();
        long merged = sizes.Merged.Bytes * rehearsed.Result.Merges.Done;
        var hub = new TaskHubUse(tally, rehearsed.Elapsed, deployment);
        return new()
        {
            Merges = rehearsed.Result.Merges.Done,
            Evaluations = tally.Activities.GetValueOrDefault(StepNames.ScoreTask),
            Rows = rehearsed.Result.Rows.Done,
            Requests = workers.Requests,
            DownloadedBytes = downloaded,
            MergedBytes = merged,
            WorkerBytes = workers.DownloadedBytes,
            GbMonths = (downloaded * deployment.CheckpointDays + merged * deployment.MergeDays) / (Gigabyte * DaysOfMonth),
            Elapsed = rehearsed.Elapsed,
            Replicas = workers.Replicas,
            BusySeconds = workers.EvaluatingSeconds + workers.MergingSeconds + workers.LoadingSeconds,
            ReplicaSeconds = workers.FirstStart is { } start ? workers.Replicas * ((workers.LastEnd - start).TotalSeconds + deployment.CoolDownSeconds) : 0,
            QueueDepth = workers.QueueDepth,
            Polls = polls,
            Activities = tally.Activities,
            Orchestrations = tally.Orchestrations,
            StoreCalls = workers.Calls + OrchestratorCallsOf(tally, workers, sizes, polls),
            QueueOperations = QueueOperations(workers) + hub.QueueOperations,
            TableOperations = hub.TableOperations,
            FunctionExecutions = hub.Executions,
            FunctionGbSeconds = hub.GbSeconds,
            FailedRows = rehearsed.Result.Failures.Select(failure => failure.Row).Distinct().Count(),
        };
    }

    // Sent, received, deleted, and renewed meanwhile.
    private static long QueueOperations(WorkerTally workers) => 3 * workers.Requests + workers.Renewals;

    private static StoreCalls OrchestratorCallsOf(RunTally tally, WorkerTally workers, ExperimentSizes sizes, long polls) =>
        OrchestratorCalls.Submit * workers.Requests
        + OrchestratorCalls.UnfinishedPoll * (polls - workers.Requests)
        + OrchestratorCalls.FinishedPoll * workers.Requests
        + OrchestratorCalls.ScoredShard * tally.ScoredShards
        + OrchestratorCalls.Leaderboard
        + sizes.Repositories.Values.Aggregate(StoreCalls.None, (calls, bytes) => calls + OrchestratorCalls.Fetched(bytes));
}
