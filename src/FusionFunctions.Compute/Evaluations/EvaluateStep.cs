using System.Diagnostics;
using FusionFunctions.Compute.Devices;
using FusionFunctions.Compute.Telemetry;
using FusionFunctions.FlanT5;
using FusionFunctions.FlanT5.Generation;
using FusionFunctions.FlanT5.Tokenization;
using FusionFunctions.Glue.Scoring;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Pipeline.Compute;
using FusionFunctions.Pipeline.Evaluations;
using FusionFunctions.Storage;

namespace FusionFunctions.Compute.Evaluations;

/// <summary>Lets a model answer a shard's prompts by greedy decoding, and keeps the score.</summary>
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
        var result = BlobPath.Parse(command.Result);
        if (await store.FindAsync(result, cancellationToken) is not null)
            return new(0, command.Rows, []);

        var precision = command.Settings.Precision;
        DevicePrecision.Require(options.Device, precision);
        using var tokenizer = await _tokenizers.GetAsync(command.Tokenizer, cancellationToken);
        using var dataset = await _datasets.GetAsync(command.Dataset, command.Tokenizer, tokenizer.Value, cancellationToken);
        using var model = await _models.GetAsync(command.Model, DevicePrecision.ElementType(precision), cancellationToken);
        DevicePrecision.Allow(precision);
        Example[] examples = [.. dataset.Value.Skip(command.FirstRow).Take(command.Rows)];
        var task = GlueTasks.Find(command.Dataset.Task);
        var outputs = Answer(model.Value, tokenizer.Value, task, examples, command.Settings.MaxLength, cancellationToken);
        var score = Scorer.Score(task, [.. outputs.Zip(examples, (output, example) => (output, example.Target))]);
        await ShardFile.WriteAsync(store, result, new(score, options.Device), cancellationToken);
        return new(command.Rows, 0, []);
    }

    private IEnumerable<string> Answer(
        FlanT5Model model, T5Tokenizer tokenizer, GlueTask task, Example[] examples, int maxLength, CancellationToken cancellationToken)
    {
        if (examples.SelectMany(example => example.InputIds).DefaultIfEmpty().Max() >= model.Config.VocabularySize)
            throw new FlanT5Exception(
                $"The tokenizer knows more tokens than the model has embeddings for ({model.Config.VocabularySize}); name the model's own tokenizer as 'tokenizer:' of the model pool.");
        var generation = new GenerationOptions(maxLength, options.BatchTokens)
        {
            Lanes = options.Lanes,
            Abandon = options.FullAnswers ? null : ids => AnswerStart.IsHopeless(task, tokenizer.Decode(ids)),
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
}
