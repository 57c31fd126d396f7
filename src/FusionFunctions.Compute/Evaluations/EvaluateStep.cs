using System.Diagnostics;
using FusionFunctions.Compute.Devices;
using FusionFunctions.Compute.Telemetry;
using FusionFunctions.FlanT5;
using FusionFunctions.FlanT5.Generation;
using FusionFunctions.Glue.Scoring;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Pipeline.Compute;
using FusionFunctions.Pipeline.Evaluations;
using FusionFunctions.Storage;
using FusionFunctions.T5Format.Tokenization;

namespace FusionFunctions.Compute.Evaluations;

/// <summary>Lets a model answer a shard's prompts by greedy decoding, and keeps the score; the answers too where they are asked for.</summary>
public sealed class EvaluateStep(IBlobStore store, ComputeOptions options, IComputeProgress? progress = null)
{
    private readonly LoadedModels _models = new(new(store), options.IdleModels, options.Device);
    private readonly LoadedTokenizers _tokenizers = new(new(store));
    private readonly TokenizedDatasets _datasets = new(new(store), options.IdleDatasets);

    public async Task<ComputeOutcome> RunAsync(EvaluateCommand command, CancellationToken cancellationToken)
    {
        using var span = ComputeSpans.Evaluate(command);
        var outcome = await EvaluateAsync(command, cancellationToken);
        span.Complete(outcome);
        return outcome;
    }

    private async Task<ComputeOutcome> EvaluateAsync(EvaluateCommand command, CancellationToken cancellationToken)
    {
        if (await FinishedEvaluation.FindAsync(store, command, cancellationToken) is { } finished)
            return finished;

        var precision = command.Settings.Precision;
        DevicePrecision.Require(options.Device, precision);
        using var tokenizer = await _tokenizers.GetAsync(command.Tokenizer, cancellationToken);
        using var dataset = await _datasets.GetAsync(command.Dataset, command.Tokenizer, tokenizer.Value, cancellationToken);
        // Rows are tokenized while the model is loaded.
        using var model = await _models.GetAsync(command.Model, DevicePrecision.ElementType(precision), cancellationToken);
        var examples = await dataset.Value.RowsAsync(command.FirstRow, command.Rows, cancellationToken);
        DevicePrecision.Allow(precision);
        string[] answers = [.. Answer(model.Value, tokenizer.Value, command, examples, cancellationToken)];
        await KeepAsync(command, examples, answers, model.Value.NonFinite, cancellationToken);
        return new(command.Rows, 0, []);
    }

    private IEnumerable<string> Answer(
        FlanT5Model model, T5Tokenizer tokenizer, EvaluateCommand command, Example[] examples, CancellationToken cancellationToken)
    {
        // Of all tokens, those that these prompts have.
        VocabularyFit.Require(examples.SelectMany(example => example.InputIds).DefaultIfEmpty().Max() + 1, $"{command.Tokenizer.Folder}", model.Config);
        var task = GlueTasks.Find(command.Dataset.Task);
        var generation = new GenerationOptions(command.Settings.MaxLength, options.BatchTokens)
        {
            Lanes = options.Lanes,
            // An answer that can no longer count is left where it is, which gives the same score.
            Abandon = command.Answers is null ? ids => AnswerStart.IsHopeless(task, tokenizer.Decode(ids)) : null,
        };
        long started = Stopwatch.GetTimestamp();
        var answers = model.Generate(
            [.. examples.Select(example => example.InputIds)], generation, new AnsweredExamples(task.Name, progress), cancellationToken);
        ComputeMetrics.ShardAnswered(
            task.Name,
            examples.Length,
            examples.Sum(example => (long)example.InputIds.Length),
            // Each begins with the start token, which nobody generated.
            answers.Sum(ids => ids.Length - 1L),
            Stopwatch.GetElapsedTime(started).TotalSeconds);
        return answers.Select(tokenizer.Decode);
    }

    // The score last: it says that the shard is done.
    private async Task KeepAsync(
        EvaluateCommand command, Example[] examples, string[] answers, IReadOnlyList<string> nonFinite, CancellationToken cancellationToken)
    {
        if (command.Answers is { } path)
            await AnswersFile.WriteAsync(
                store,
                BlobPath.Parse(path),
                answers.Zip(examples, (answer, example) => (answer, example.Target)).Select((pair, i) => new RowAnswer(command.FirstRow + i, pair.answer, pair.Target)),
                cancellationToken);
        var score = Scorer.Score(GlueTasks.Find(command.Dataset.Task), [.. answers.Zip(examples, (answer, example) => (answer, example.Target))]);
        await ShardFile.WriteAsync(store, BlobPath.Parse(command.Result), new(score, options.Device) { NonFinite = nonFinite }, cancellationToken);
    }
}
