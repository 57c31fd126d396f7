using FusionFunctions.Leaderboards;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Compute;
using FusionFunctions.Pipeline.Datasets;
using FusionFunctions.Pipeline.Evaluations;
using FusionFunctions.Pipeline.Merges;
using FusionFunctions.Pipeline.Revisions;
using FusionFunctions.Pipeline.Uploads;
using Microsoft.Azure.Functions.Worker;

namespace FusionFunctions.App.Functions;

/// <summary>The pipeline's activities as functions.</summary>
public sealed class Activities(PipelineSteps steps)
{
    [Function(StepNames.PinRevision)]
    public Task<string> PinRevisionAsync([ActivityTrigger] PinRevisionInput input, CancellationToken stop) =>
        steps.PinRevision.RunAsync(input, stop);

    [Function(StepNames.FetchCheckpoint)]
    public Task<ModelReference> FetchCheckpointAsync([ActivityTrigger] FetchCheckpointInput input, CancellationToken stop) =>
        steps.FetchCheckpoint.RunAsync(input, stop);

    [Function(StepNames.FetchTokenizer)]
    public Task<FetchedTokenizer> FetchTokenizerAsync([ActivityTrigger] FetchTokenizerInput input, CancellationToken stop) =>
        steps.FetchTokenizer.RunAsync(input, stop);

    [Function(StepNames.FetchDataset)]
    public Task<FetchedDataset> FetchDatasetAsync([ActivityTrigger] FetchDatasetInput input, CancellationToken stop) =>
        steps.FetchDataset.RunAsync(input, stop);

    [Function(StepNames.PlanMerge)]
    public Task<PlannedMerge> PlanMergeAsync([ActivityTrigger] PlanMergeInput input, CancellationToken stop) =>
        steps.PlanMerge.RunAsync(input, stop);

    [Function(StepNames.SubmitCompute)]
    public Task<ComputeTicket> SubmitComputeAsync([ActivityTrigger] ComputeRequest input, CancellationToken stop) =>
        steps.SubmitCompute.RunAsync(input, stop);

    [Function(StepNames.PollCompute)]
    public Task<ComputeTicket> PollComputeAsync([ActivityTrigger] PollComputeInput input, CancellationToken stop) =>
        steps.PollCompute.RunAsync(input, stop);

    [Function(StepNames.ScoreTask)]
    public Task<ScoredTask> ScoreTaskAsync([ActivityTrigger] ScoreTaskInput input, CancellationToken stop) =>
        steps.ScoreTask.RunAsync(input, stop);

    [Function(StepNames.WriteLeaderboard)]
    public Task<string> WriteLeaderboardAsync([ActivityTrigger] Leaderboard input, CancellationToken stop) =>
        steps.WriteLeaderboard.RunAsync(input, stop);

    [Function(StepNames.ReportFailure)]
    public Task<int> ReportFailureAsync([ActivityTrigger] ReportFailureInput input, CancellationToken stop) =>
        steps.ReportFailure.RunAsync(input, stop);
}
