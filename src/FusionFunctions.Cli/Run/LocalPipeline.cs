using FusionFunctions.Checkpoints.Hub;
using FusionFunctions.Checkpoints.Hub.Fetching;
using FusionFunctions.Compute;
using FusionFunctions.Compute.Evaluations;
using FusionFunctions.Compute.Merges;
using FusionFunctions.Experiments;
using FusionFunctions.Glue.Scoring;
using FusionFunctions.Leaderboards;
using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Compute;
using FusionFunctions.Pipeline.Datasets;
using FusionFunctions.Pipeline.Evaluations;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Pipeline.Leaderboards;
using FusionFunctions.Pipeline.Merges;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Storage;

namespace FusionFunctions.Cli.Run;

/// <summary>The whole pipeline in the embedded host: every orchestrator and activity, over one store.</summary>
internal static class LocalPipeline
{
    /// <summary>Models run in this process.</summary>
    public static OrchestrationRegistry Registry(
        IBlobStore store, HubFetcher hub, ComputeOptions options, IComputeProgress? progress = null, IProgress<HubProgress>? downloads = null) =>
        RegistryWith(store, hub, new InProcessBackend(new MergeStep(store, options, progress), new EvaluateStep(store, options, progress)), downloads);

    /// <summary>Everywhere that checkpoints may come from.</summary>
    public static CheckpointSources Sources(HubFetcher hub, IProgress<HubProgress>? downloads = null) =>
        new([new LocalFolders(), new BlobFolders(), new HubRepositories(hub, downloads)]);

    /// <summary>Models run wherever the backend lets them.</summary>
    public static OrchestrationRegistry RegistryWith(
        IBlobStore store, HubFetcher hub, IComputeBackend backend, IProgress<HubProgress>? downloads = null)
    {
        var locations = new BlobLocations(store);
        var sources = Sources(hub, downloads);
        return new OrchestrationRegistry()
            .AddOrchestrator<ExperimentRun, RunResult>(StepNames.RunExperiment, new RunExperiment())
            .AddOrchestrator<EvaluateModelInput, ModelEvaluation>(StepNames.EvaluateModel, new EvaluateModel())
            .AddOrchestrator<EvaluateTaskInput, TaskEvaluation>(StepNames.EvaluateTask, new EvaluateTask())
            .AddActivity<PoolModel, ModelReference>(StepNames.FetchCheckpoint, new FetchCheckpoint(sources, locations))
            .AddActivity<CheckpointReference, FetchedTokenizer>(StepNames.FetchTokenizer, new FetchTokenizer(sources, locations))
            .AddActivity<TaskSpec, FetchedDataset>(StepNames.FetchDataset, new FetchDataset(new HubDatasets(hub, downloads), locations))
            .AddActivity<PlanMergeInput, PlannedMerge>(StepNames.PlanMerge, new PlanMerge(locations))
            .AddActivity<ComputeRequest, ComputeTicket>(StepNames.SubmitCompute, new SubmitCompute(backend))
            .AddActivity<string, ComputeTicket>(StepNames.PollCompute, new PollCompute(backend))
            .AddActivity<ScoreTaskInput, TaskScore>(StepNames.ScoreTask, new ScoreTask(store))
            .AddActivity<Leaderboard, string>(StepNames.WriteLeaderboard, new WriteLeaderboard(store));
    }
}
