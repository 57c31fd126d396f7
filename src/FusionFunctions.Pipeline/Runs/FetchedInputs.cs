using FusionFunctions.Experiments;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Datasets;
using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.Pipeline.Runs;

/// <summary>Everything that an experiment reads, its content known.</summary>
/// <param name="Models">In pool order.</param>
/// <param name="Tokenizer">Null where nothing is evaluated and the pool names none.</param>
/// <param name="Datasets">In the order of the tasks.</param>
internal sealed record FetchedInputs(IReadOnlyList<ModelReference> Models, FetchedTokenizer? Tokenizer, IReadOnlyList<FetchedDataset> Datasets)
{
    public static async Task<FetchedInputs> FetchAsync(IOrchestrationContext context, Experiment experiment)
    {
        var pool = experiment.ModelPool;
        var models = Task.WhenAll(pool.Models.Select(model => context.CallActivityAsync<ModelReference>(StepNames.FetchCheckpoint, model, Retries.Activity)));
        var tokenizer = pool.Tokenizer is null && experiment.TaskPool.Tasks.Count == 0
            ? Task.FromResult<FetchedTokenizer?>(null)
            : context.CallActivityAsync<FetchedTokenizer?>(StepNames.FetchTokenizer, pool.Tokenizer ?? pool.Models[0].Checkpoint, Retries.Activity);
        var datasets = Task.WhenAll(experiment.TaskPool.Tasks.Select(task =>
            context.CallActivityAsync<FetchedDataset>(StepNames.FetchDataset, task, Retries.Activity)));
        await Task.WhenAll(models, tokenizer, datasets);
        return new(await models, await tokenizer, await datasets);
    }
}
