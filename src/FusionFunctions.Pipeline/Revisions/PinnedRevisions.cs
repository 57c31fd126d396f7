using FusionFunctions.Experiments;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Datasets;
using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.Pipeline.Revisions;

/// <summary>
/// The commits of a run: every revision of the hub is asked for once, before anything is fetched, and stays what it was for as long as
/// the run lasts, whichever processes carry it on.
/// </summary>
internal sealed class PinnedRevisions
{
    private readonly Dictionary<(string Repository, string? Revision), string> _commits = [];

    /// <summary>Of the official data set; null where the run has no use for it.</summary>
    public string? DatasetCommit { get; private set; }

    public static async Task<PinnedRevisions> PinAsync(
        IOrchestrationContext context, Experiment experiment, FetchTokenizerInput? tokenizer)
    {
        var pinned = new PinnedRevisions();
        DatasetSplit[] splits = [.. from task in experiment.TaskPool.Tasks
                                    where task.Dataset is null
                                    select new DatasetSplit(task.Name, task.Split ?? GlueTasks.Find(task.Name).Split)];
        var dataset = splits.Length > 0 ? AskAsync(context, new(HubDatasets.Repository, null, [], splits)) : null;
        (PinRevisionInput Model, Task<string> Commit)[] asked = [.. ModelsOf(experiment.ModelPool, tokenizer).Select(model => (model, AskAsync(context, model)))];
        // One after the other: the first failure ends the run, and a hub that is away is not tried for every repository.
        pinned.DatasetCommit = dataset is null ? null : await dataset;
        foreach (var (model, commit) in asked)
            pinned._commits[(model.Repository, model.Revision)] = await commit;
        return pinned;
    }

    public PoolModel Of(PoolModel model) =>
        model with { Checkpoint = Of(model.Checkpoint), Adapter = model.Adapter is { } adapter ? Of(adapter) : null };

    public CheckpointReference Of(CheckpointReference reference) =>
        reference.Kind == CheckpointKind.Hub ? reference with { Revision = _commits[(reference.Location, reference.Revision)] } : reference;

    private static Task<string> AskAsync(IOrchestrationContext context, PinRevisionInput input) =>
        context.CallActivityAsync<string>(StepNames.PinRevision, input, Retries.Activity);

    private static IEnumerable<PinRevisionInput> ModelsOf(ModelPool pool, FetchTokenizerInput? tokenizer) =>
        from use in Uses(pool, tokenizer)
        where use.Reference.Kind == CheckpointKind.Hub
        group use.Content by (use.Reference.Location, use.Reference.Revision) into contents
        select new PinRevisionInput(contents.Key.Location, contents.Key.Revision, [.. contents.Distinct()]);

    private static IEnumerable<(CheckpointReference Reference, CheckpointContent Content)> Uses(
        ModelPool pool, FetchTokenizerInput? tokenizer)
    {
        foreach (var model in pool.Models)
        {
            yield return (model.Checkpoint, FetchCheckpointInput.ContentOf(needsTokenizer: tokenizer is null));
            if (model.Adapter is { } adapter)
                yield return (adapter, CheckpointContent.Adapter);
        }
        if (tokenizer is not null)
            yield return (tokenizer.Tokenizer, CheckpointContent.Tokenizer);
    }
}
