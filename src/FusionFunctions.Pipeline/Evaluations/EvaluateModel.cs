using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.Pipeline.Evaluations;

/// <summary>Evaluates one model: its tasks side by side, one sub-orchestration each.</summary>
public sealed class EvaluateModel : IOrchestrator<EvaluateModelInput, ModelEvaluation>
{
    public async Task<ModelEvaluation> RunAsync(IOrchestrationContext context, EvaluateModelInput input)
    {
        var tasks = await Task.WhenAll(input.Datasets.Select(dataset => context.CallSubOrchestratorAsync<TaskEvaluation>(
            StepNames.EvaluateTask, new EvaluateTaskInput(input.Run, input.Model, input.Tokenizer!, dataset, input.MaxLength))));
        return new(input.Model.Name, input.Model.Digest, tasks);
    }
}
