using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Checkpoints.Hub.Fetching;
using FusionFunctions.Leaderboards;
using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Compute;
using FusionFunctions.Pipeline.Datasets;
using FusionFunctions.Pipeline.Evaluations;
using FusionFunctions.Pipeline.Merges;
using FusionFunctions.Pipeline.Revisions;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Storage;

namespace FusionFunctions.Cli.Run;

/// <summary>The whole pipeline in the embedded host: every orchestrator and activity, over one store.</summary>
internal static class LocalPipeline
{
    public static OrchestrationRegistry Registry(
        IBlobStore store, HubFetcher hub, IComputeBackend backend, IProgress<HubProgress>? downloads = null)
    {
        var steps = new PipelineSteps(store, hub, backend, downloads);
        return new OrchestrationRegistry()
            .AddOrchestrator<ExperimentRun, RunResult>(StepNames.RunExperiment, new RunExperiment(reports: false))
            .AddOrchestrator<EvaluateModelInput, ModelEvaluation>(StepNames.EvaluateModel, new EvaluateModel())
            .AddOrchestrator<EvaluateTaskInput, TaskEvaluation>(StepNames.EvaluateTask, new EvaluateTask())
            .AddActivity<PinRevisionInput, string>(StepNames.PinRevision, steps.PinRevision)
            .AddActivity<FetchCheckpointInput, ModelReference>(StepNames.FetchCheckpoint, steps.FetchCheckpoint)
            .AddActivity<FetchTokenizerInput, FetchedTokenizer>(StepNames.FetchTokenizer, steps.FetchTokenizer)
            .AddActivity<FetchDatasetInput, FetchedDataset>(StepNames.FetchDataset, steps.FetchDataset)
            .AddActivity<PlanMergeInput, PlannedMerge>(StepNames.PlanMerge, steps.PlanMerge)
            .AddActivity<ComputeRequest, ComputeTicket>(StepNames.SubmitCompute, steps.SubmitCompute)
            .AddActivity<PollComputeInput, ComputeTicket>(StepNames.PollCompute, steps.PollCompute)
            .AddActivity<ScoreTaskInput, ScoredTask>(StepNames.ScoreTask, steps.ScoreTask)
            .AddActivity<Leaderboard, string>(StepNames.WriteLeaderboard, steps.WriteLeaderboard);
    }
}
