using FusionFunctions.Experiments;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Datasets;
using FusionFunctions.Pipeline.Orchestration;
using FusionFunctions.Pipeline.Revisions;

namespace FusionFunctions.Pipeline.Runs;

/// <summary>Everything that an experiment reads, its content known.</summary>
/// <param name="Models">In pool order.</param>
/// <param name="Tokenizer">Null where nothing is evaluated and the pool names none.</param>
/// <param name="Datasets">In the order of the tasks.</param>
internal sealed record FetchedInputs(IReadOnlyList<ModelReference> Models, FetchedTokenizer? Tokenizer, IReadOnlyList<FetchedDataset> Datasets)
{
    public static async Task<FetchedInputs> FetchAsync(IOrchestrationContext context, Experiment experiment)
    {
        var wanted = TokenizerOf(experiment);
        var revisions = await PinnedRevisions.PinAsync(context, experiment, wanted);
        var models = Task.WhenAll(experiment.ModelPool.Models.Select(model =>
            context.CallActivityAsync<ModelReference>(StepNames.FetchCheckpoint, new FetchCheckpointInput(revisions.Of(model), NeedsTokenizer: wanted is null), Retries.Activity)));
        var tokenizer = wanted is not null
            ? context.CallActivityAsync<FetchedTokenizer?>(StepNames.FetchTokenizer, wanted with { Tokenizer = revisions.Of(wanted.Tokenizer) }, Retries.Activity)
            : Task.FromResult<FetchedTokenizer?>(null);
        var datasets = Task.WhenAll(experiment.TaskPool.Tasks.Select(task =>
            context.CallActivityAsync<FetchedDataset>(
                StepNames.FetchDataset, new FetchDatasetInput(task, task.Dataset is null ? revisions.DatasetCommit : null), Retries.Activity)));
        await Task.WhenAll(models, tokenizer, datasets);
        return new(await models, await tokenizer, await datasets);
    }

    // Nothing is evaluated without a tokenizer; a merge copies what it is given.
    private static FetchTokenizerInput? TokenizerOf(Experiment experiment) => (experiment.ModelPool.Tokenizer, experiment.TaskPool.Tasks.Count) switch
    {
        (var named, > 0) => new(named ?? experiment.ModelPool.Models[0].Checkpoint, IsRead: true),
        ({ } named, _) => new(named, IsRead: false),
        _ => null,
    };
}
