using FusionFunctions.Glue.Scoring;
using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Datasets;
using FusionFunctions.Pipeline.Evaluations;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Tests.LocalHost;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Pipeline;

public sealed class EvaluateModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RunAsync_one_sub_orchestration_fails_its_task_alone_lacks_a_score()
    {
        var registry = new OrchestrationRegistry()
            .AddOrchestrator<EvaluateModelInput, ModelEvaluation>(StepNames.EvaluateModel, new EvaluateModel())
            .AddOrchestrator(StepNames.EvaluateTask, new Scripted<EvaluateTaskInput, TaskEvaluation>((_, input) => input.Dataset.Task == "mnli"
                ? throw new InvalidOperationException("It was terminated.")
                : Task.FromResult(new TaskEvaluation(input.Dataset.Task, new TaskScore(input.Dataset.Task, 0.5, 4, 8, 0), 8, 0, []))));
        var input = new EvaluateModelInput(
            "run",
            new("merged", new(BlobLocation.InStore("merges/a"), new string('a', 64))),
            new FetchedTokenizer(BlobLocation.InStore("checkpoints/base"), new string('b', 64)),
            [.. new[] { "cola", "mnli", "rte" }.Select(task => new FetchedDataset(task, BlobLocation.InStore($"data/{task}.jsonl"), new string('c', 64), 8))],
            new(10));

        var evaluation = await new EmbeddedHost(registry, new()).RunAsync<ModelEvaluation>(
            StepNames.EvaluateModel, "run", input, _folder["journal"], TestContext.Current.CancellationToken);

        Assert.Equal(["cola", "mnli", "rte"], evaluation.Tasks.Select(task => task.Task));
        Assert.Equal([0.5, null, 0.5], evaluation.Tasks.Select(task => task.Score?.Value));
        Assert.Equal([null, "It was terminated.", null], evaluation.Tasks.Select(task => task.Failure?.Reason));
    }
}
