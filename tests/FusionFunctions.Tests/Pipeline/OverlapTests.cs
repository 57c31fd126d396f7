using System.Collections.Concurrent;
using FusionFunctions.LocalHost;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Compute;
using FusionFunctions.Pipeline.Evaluations;
using FusionFunctions.Pipeline.Files;
using FusionFunctions.Pipeline.Merges;
using FusionFunctions.Pipeline.Runs;
using FusionFunctions.Tests.LocalHost;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Tests.Pipeline;

/// <summary>The next merge goes on while the last one's variants are evaluated, and no two merges do.</summary>
public sealed class OverlapTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);
    private readonly TemporaryFolder _folder = new();
    private readonly TaskCompletionSource _merging = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _evaluating = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentBag<int> _mergesAtOnce = [];
    private int _merges;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RunAsync_merges_one_method_while_it_evaluates_the_one_before()
    {
        var rows = await RunAsync(["first", "second", "third"], async request =>
        {
            // Each of the two waits for the other: one behind the other would never end.
            if (request.Merge?.Method == "second")
            {
                _merging.SetResult();
                await _evaluating.Task.WaitAsync(s_patience);
            }
            if (request.Evaluate?.Model.Name == "first")
            {
                _evaluating.SetResult();
                await _merging.Task.WaitAsync(s_patience);
            }
        });

        Assert.Equal(["first", "second", "third"], rows);
        Assert.Equal([1, 1, 1], _mergesAtOnce);
    }

    [Fact]
    public async Task RunAsync_a_failed_merge_holds_up_none_after_it()
    {
        var rows = await RunAsync(["first", "second"], request => request.Merge?.Method == "first"
            ? throw new PipelineException("It cannot be merged.")
            : Task.CompletedTask);

        Assert.Equal(["first: It cannot be merged.", "second"], rows);
    }

    private Task<string[]> RunAsync(string[] methods, Func<ComputeRequest, Task> work)
    {
        var registry = new OrchestrationRegistry()
            .AddOrchestrator("run", new Scripted<string[], string[]>(async (context, names) =>
            {
                var run = new ExperimentRun("run", new("e", new(null, [], null), [], [], new(null, [new("cola")])));
                var stages = new ExperimentStages(context, run, new([], null, []), new RunProgress(context));
                var scores = await stages.RunAsync([.. names.Select(Planned)]);
                return [.. scores.Merged.Select(row => row.Failure is null ? row.Evaluation!.Model : $"{row.Method}: {row.Failure.Reason}")];
            }))
            .AddOrchestrator(StepNames.EvaluateModel, new Scripted<EvaluateModelInput, ModelEvaluation>(async (context, input) =>
            {
                var command = new EvaluateCommand(
                    input.Model, new(BlobLocation.InStore("t"), "t"), new("cola", BlobLocation.InStore("d.jsonl"), "d", 1), 0, 1, new(10), "result");
                await context.CallActivityAsync<ComputeTicket>(StepNames.SubmitCompute, new ComputeRequest("run", Evaluate: command));
                return new(input.Model.Name, input.Model.Digest, []);
            }))
            .AddActivity(StepNames.SubmitCompute, new Work<ComputeRequest, ComputeTicket>(async (request, _) =>
            {
                if (request.Merge is not null)
                    _mergesAtOnce.Add(Interlocked.Increment(ref _merges));
                await work(request);
                if (request.Merge is not null)
                    Interlocked.Decrement(ref _merges);
                return new("id", new(1, 0, []));
            }));
        return new EmbeddedHost(registry, new() { MaxParallelActivities = 2 }).RunAsync<string[]>(
            "run", "run", methods, _folder["journal"], TestContext.Current.CancellationToken);
    }

    private static PlannedMerge Planned(string name) => new(name, name, [new(name, [], $"digest of {name}")]);
}
