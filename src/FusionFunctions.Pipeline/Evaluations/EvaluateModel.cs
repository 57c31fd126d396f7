using FusionFunctions.Pipeline.Datasets;
using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.Pipeline.Evaluations;

/// <summary>Evaluates one model: its tasks side by side, one sub-orchestration each. One that fails or is terminated costs its score only.</summary>
public sealed class EvaluateModel : IOrchestrator<EvaluateModelInput, ModelEvaluation>
{
    public async Task<ModelEvaluation> RunAsync(IOrchestrationContext context, EvaluateModelInput input) =>
        new(input.Model.Name, input.Model.Digest, await Task.WhenAll(input.Datasets.Select(dataset => EvaluateAsync(context, input, dataset))));

    private static async Task<TaskEvaluation> EvaluateAsync(IOrchestrationContext context, EvaluateModelInput input, FetchedDataset dataset)
    {
        try
        {
            return await context.CallSubOrchestratorAsync<TaskEvaluation>(
                StepNames.EvaluateTask, new EvaluateTaskInput(input.Run, input.Model, input.Tokenizer!, dataset, input.MaxLength));
        }
        catch (ActivityFailedException e)
        {
            return TaskEvaluation.Failed(dataset.Task, e);
        }
    }
}
