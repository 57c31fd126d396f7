using FusionFunctions.Pipeline.Datasets;
using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.Pipeline.Evaluations;

/// <summary>
/// Evaluates one model: its tasks side by side, one sub-orchestration each. One that fails or is terminated costs its score only. The
/// custom status is the evaluation so far, a <see cref="ModelEvaluation"/> with the tasks that are done.
/// </summary>
public sealed class EvaluateModel : IOrchestrator<EvaluateModelInput, ModelEvaluation>
{
    public async Task<ModelEvaluation> RunAsync(IOrchestrationContext context, EvaluateModelInput input)
    {
        var done = new TaskEvaluation?[input.Datasets.Count];
        await Task.WhenAll(input.Datasets.Select(async (dataset, index) =>
        {
            done[index] = await EvaluateAsync(context, input, dataset);
            context.SetCustomStatus(SoFar());
        }));
        return SoFar();

        ModelEvaluation SoFar() => new(input.Model.Name, input.Model.Digest, [.. done.OfType<TaskEvaluation>()]);
    }

    private static async Task<TaskEvaluation> EvaluateAsync(IOrchestrationContext context, EvaluateModelInput input, FetchedDataset dataset)
    {
        try
        {
            return await context.CallSubOrchestratorAsync<TaskEvaluation>(
                StepNames.EvaluateTask, new EvaluateTaskInput(input.Run, input.Model, input.Tokenizer!, dataset, input.Settings));
        }
        catch (ActivityFailedException e)
        {
            return TaskEvaluation.Failed(dataset.Task, e);
        }
    }
}
