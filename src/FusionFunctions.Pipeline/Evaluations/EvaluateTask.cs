using FusionFunctions.Checkpoints;
using FusionFunctions.Pipeline.Compute;
using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.Pipeline.Evaluations;

/// <summary>Evaluates one model on one task: its shards side by side, then the score over all of them.</summary>
public sealed class EvaluateTask : IOrchestrator<EvaluateTaskInput, TaskEvaluation>
{
    public async Task<TaskEvaluation> RunAsync(IOrchestrationContext context, EvaluateTaskInput input)
    {
        string task = input.Dataset.Task;
        EvaluateCommand[] shards = [.. Shards(input)];
        try
        {
            var outcomes = await Task.WhenAll(shards.Select(shard => ComputeMonitor.RunAsync(context, new(input.Run, Evaluate: shard))));
            var scored = await context.CallActivityAsync<ScoredTask>(
                StepNames.ScoreTask, new ScoreTaskInput(task, [.. shards.Select(shard => shard.Result)]), Retries.Activity);
            return new(
                task,
                scored.Score,
                outcomes.Sum(outcome => outcome.Done),
                outcomes.Sum(outcome => outcome.Reused),
                [.. outcomes.SelectMany(outcome => outcome.Warnings).Concat(Warnings(input.Model.Name, scored)).Distinct()])
            {
                Devices = scored.Devices,
            };
        }
        catch (ActivityFailedException e)
        {
            return TaskEvaluation.Failed(task, e);
        }
    }

    private static IEnumerable<string> Warnings(string model, ScoredTask scored)
    {
        if (scored.NonFinite is [var first, ..] tensors)
            yield return $"{model}: '{Printable.Text(first)}'{(tensors.Count > 1 ? $" and {tensors.Count - 1} more tensors hold" : " holds")} "
                + "NaN or infinity; the model is damaged, and its scores mean nothing. Copy or download it again.";
    }

    private static IEnumerable<EvaluateCommand> Shards(EvaluateTaskInput input)
    {
        string digest = EvaluationRecipe.Digest(input.Model, input.Tokenizer, input.Dataset, input.Settings);
        // Which rows the other shards have is nothing to a shard.
        var dataset = input.Dataset with { ShardRows = null };
        foreach (var (first, rows) in EvaluationShards.Of(input.Dataset))
            yield return new(
                input.Model, input.Tokenizer, dataset, first, rows, input.Settings,
                BlobLayout.Evaluation(digest, input.Dataset.Task, first, rows).Value,
                input.Settings.FullAnswers ? BlobLayout.Answers(digest, input.Dataset.Task, first, rows).Value : null);
    }
}
