using FusionFunctions.App.Durable;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Evaluations;
using FusionFunctions.Pipeline.Orchestration;
using FusionFunctions.Pipeline.Runs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace FusionFunctions.App.Functions;

/// <summary>The pipeline's orchestrators as functions.</summary>
public static class Orchestrators
{
    [Function(StepNames.RunExperiment)]
    public static Task<RunResult> RunExperimentAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        RunAsync(new RunExperiment(), context);

    [Function(StepNames.EvaluateModel)]
    public static Task<ModelEvaluation> EvaluateModelAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        RunAsync(new EvaluateModel(), context);

    [Function(StepNames.EvaluateTask)]
    public static Task<TaskEvaluation> EvaluateTaskAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        RunAsync(new EvaluateTask(), context);

    private static Task<TOutput> RunAsync<TInput, TOutput>(IOrchestrator<TInput, TOutput> orchestrator, TaskOrchestrationContext context) =>
        orchestrator.RunAsync(new DurableOrchestrationContext(context), context.GetInput<TInput>()!);
}
