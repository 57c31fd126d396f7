using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Checkpoints;
using FusionFunctions.Pipeline.Compute;
using FusionFunctions.Pipeline.Datasets;
using FusionFunctions.Pipeline.Evaluations;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Tests.LocalHost;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Pipeline;

/// <summary>How an orchestrator waits for work that other machines do; no time passes.</summary>
public sealed class ComputeMonitorTests : IDisposable
{
    private static readonly ComputeTicket s_underWay = new("id", null);
    private readonly TemporaryFolder _folder = new();
    private readonly JumpingTime _time = new();
    private readonly List<PollComputeInput> _polls = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Outcome_is_polled_for_with_growing_pauses()
    {
        int polls = 0;

        var evaluation = await EvaluateAsync(() => ++polls < 15 ? s_underWay : new("id", new(8, 0, ["A warning."])));

        Assert.Equal((15, 8, "A warning."), (polls, evaluation.RowsDone, Assert.Single(evaluation.Warnings)));
        Assert.Equal(_time.Waits.Order(), _time.Waits);
        Assert.Equal(TimeSpan.FromMinutes(2), _time.Waits[^1]);
    }

    [Theory]
    [InlineData("GlueException", true)]
    [InlineData("T5FormatException", true)]
    [InlineData("InvalidOperationException", false)]
    public async Task Failure_costs_its_row_with_the_workers_own_words(string errorType, bool isBadInput)
    {
        var evaluation = await EvaluateAsync(() => new("id", null, new(errorType, "It broke.")));

        Assert.Equal(("It broke.", isBadInput), (evaluation.Failure!.Reason, evaluation.Failure.IsBadInput));
    }

    [Fact]
    public async Task Work_that_nobody_does_fails_after_a_day()
    {
        var began = _time.GetUtcNow();

        var evaluation = await EvaluateAsync(() => s_underWay);

        Assert.Equal([true], _polls.Where(poll => poll.IsLast).Select(poll => poll == _polls[^1]));
        Assert.All(_polls, poll => Assert.Equal(("run", "id"), (poll.Run, poll.Id)));
        Assert.StartsWith("No worker finished it within 24 hours (request id).", evaluation.Failure!.Reason, StringComparison.Ordinal);
        Assert.False(evaluation.Failure.IsBadInput);
        Assert.InRange(_time.GetUtcNow() - began, TimeSpan.FromHours(24), TimeSpan.FromHours(24.1));
    }

    private Task<TaskEvaluation> EvaluateAsync(Func<ComputeTicket> poll)
    {
        var registry = new OrchestrationRegistry()
            .AddOrchestrator<EvaluateTaskInput, TaskEvaluation>(StepNames.EvaluateTask, new EvaluateTask())
            .AddActivity(StepNames.SubmitCompute, new Work<ComputeRequest, ComputeTicket>((_, _) => Task.FromResult(s_underWay)))
            .AddActivity(StepNames.PollCompute, new Work<PollComputeInput, ComputeTicket>((input, _) =>
            {
                _polls.Add(input);
                return Task.FromResult(poll());
            }))
            .AddActivity(StepNames.ScoreTask, new Work<ScoreTaskInput, ScoredTask>((_, _) => Task.FromResult(new ScoredTask(new("cola", 0.5, 4, 8, 0), ["cpu"]))));
        var input = new EvaluateTaskInput(
            "run",
            new("glue-cola", new(BlobLocation.InStore("checkpoints/cola"), new string('a', 64))),
            new FetchedTokenizer(BlobLocation.InStore("checkpoints/base"), new string('b', 64)),
            new FetchedDataset("cola", BlobLocation.InStore("data/cola.jsonl"), new string('c', 64), 8),
            new(10));
        return new EmbeddedHost(registry, new() { Time = _time }).RunAsync<TaskEvaluation>(
            StepNames.EvaluateTask, "run", input, _folder["journal"], TestContext.Current.CancellationToken);
    }
}
