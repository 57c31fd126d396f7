using FusionFunctions.Experiments;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Compute;
using FusionFunctions.Pipeline.Evaluations;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Pipeline.Merges;
using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.Pipeline.Runs;

/// <summary>The work between fetching and writing: every method merges, and every model is evaluated as soon as it is there.</summary>
internal sealed class ExperimentStages(IOrchestrationContext context, ExperimentRun run, FetchedInputs inputs, RunProgress progress)
{
    private readonly Experiment _experiment = run.Experiment;
    private readonly List<string> _warnings = [];

    public WorkCount Merges { get; private set; } = new(0, 0);

    /// <summary>From merging; evaluations carry their own.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    public Task<PlannedMerge[]> PlanAsync() =>
        Task.WhenAll(_experiment.Methods.Select(method => context.CallActivityAsync<PlannedMerge>(
            StepNames.PlanMerge, new PlanMergeInput(method, inputs.Models, _experiment.OutputDType, inputs.Datasets.Count > 0 ? inputs.Tokenizer : null), Retries.Activity)));

    public async Task<RunScores> RunAsync(IReadOnlyList<PlannedMerge> merges)
    {
        var baselines = BaselineTasks.Of(_experiment).ToList();
        int rowsOfAll = inputs.Datasets.Sum(dataset => dataset.Rows);
        int variants = merges.Sum(merge => merge.Variants.Count);
        progress.Expect(variants, variants * rowsOfAll + baselines.Sum(baseline => RowsOf(baseline.Tasks)));
        var pool = Task.WhenAll(baselines.Select(baseline => EvaluateAsync(ModelOf(baseline.Model), baseline.Tasks)));
        var merged = MergeInTurnAsync(merges);
        await Task.WhenAll(pool, merged);
        return new((await pool).ToDictionary(model => model.Model), [.. (await merged).SelectMany(rows => rows)]);
    }

    // One merge at a time, so that its memory is bounded once: the next one goes on while the variants of the last one are evaluated.
    private async Task<IReadOnlyList<MergedRow>[]> MergeInTurnAsync(IReadOnlyList<PlannedMerge> merges)
    {
        var rows = new List<Task<IReadOnlyList<MergedRow>>>();
        foreach (var merge in merges)
            rows.Add(await TryMergeAsync(merge) is { } failure
                ? Task.FromResult<IReadOnlyList<MergedRow>>([.. merge.Variants.Select(variant => new MergedRow(merge.Method, variant, null, failure))])
                : EvaluateAsync(merge));
        return await Task.WhenAll(rows);
    }

    /// <returns>Why it failed, or null.</returns>
    private async Task<StepFailure?> TryMergeAsync(PlannedMerge merge)
    {
        try
        {
            var outcome = await ComputeMonitor.RunAsync(context, new(run.Name, new MergeCommand(merge.Method, inputs.Models, inputs.Tokenizer, merge.Variants, _experiment.OutputDType)));
            Merges = new(Merges.Done + outcome.Done, Merges.Reused + outcome.Reused);
            _warnings.AddRange(outcome.Warnings);
            progress.Merged(merge.Variants.Count);
            return null;
        }
        catch (ActivityFailedException e)
        {
            progress.GivenUp(merge.Variants.Count, merge.Variants.Count * inputs.Datasets.Sum(dataset => dataset.Rows));
            return StepFailure.Of(e);
        }
    }

    private async Task<IReadOnlyList<MergedRow>> EvaluateAsync(PlannedMerge merge)
    {
        string[] tasks = [.. _experiment.TaskPool.Tasks.Select(task => task.Name)];
        return await Task.WhenAll(merge.Variants.Select(async variant => new MergedRow(merge.Method, variant, await EvaluateAsync(Merged(variant), tasks))));
    }

    private async Task<ModelEvaluation> EvaluateAsync(ModelReference model, IReadOnlyList<string> tasks)
    {
        var evaluation = await TryEvaluateAsync(model, tasks);
        progress.Evaluated(evaluation, RowsOf(tasks));
        return evaluation;
    }

    private async Task<ModelEvaluation> TryEvaluateAsync(ModelReference model, IReadOnlyList<string> tasks)
    {
        try
        {
            return await context.CallSubOrchestratorAsync<ModelEvaluation>(StepNames.EvaluateModel, new EvaluateModelInput(
                run.Name, model, inputs.Tokenizer, [.. inputs.Datasets.Where(dataset => tasks.Contains(dataset.Task))], EvaluationSettings.Of(_experiment)));
        }
        catch (ActivityFailedException e)
        {
            return new(model.Name, model.Digest, [.. tasks.Select(task => TaskEvaluation.Failed(task, e))]);
        }
    }

    private int RowsOf(IEnumerable<string> tasks) => inputs.Datasets.Where(dataset => tasks.Contains(dataset.Task)).Sum(dataset => dataset.Rows);

    private ModelReference ModelOf(string name) => inputs.Models.First(model => model.Name == name);

    private static ModelReference Merged(PlannedVariant variant) =>
        new(variant.Label, new(BlobLocation.InStore(BlobLayout.Merge(variant.Digest)), variant.Digest));
}
