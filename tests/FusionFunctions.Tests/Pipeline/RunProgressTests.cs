using System.Text;
using System.Text.Json;
using FusionFunctions.Glue.Scoring;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Pipeline;
using FusionFunctions.Pipeline.Evaluations;
using FusionFunctions.Pipeline.Runs;

namespace FusionFunctions.Tests.Pipeline;

/// <summary>What a run's status says while it goes on.</summary>
public sealed class RunProgressTests
{
    private const int DurableStatusLimit = 16 * 1024;
    private readonly NotedStatus _context = new();

    [Fact]
    public void Scores_stand_best_first_with_their_average()
    {
        var progress = Running(models: 3);

        progress.Evaluated(Model("middle", 0.5, 0.7), 20);
        progress.Evaluated(Model("failed", 0.9, null), 20);
        progress.Evaluated(Model("best", 0.81236, 0.9), 20);

        Assert.Equal(["best", "middle", "failed"], _context.Last.Scores.Select(model => model.Model));
        Assert.Equal([85.62, 60.0, null], _context.Last.Scores.Select(model => model.Average));
        Assert.Equal(0.8124, _context.Last.Scores[0].Tasks["cola"]);
        Assert.Null(_context.Last.Scores[2].Tasks["mnli"]);
        Assert.Equal((60, 60), (_context.Last.RowsDone, _context.Last.Rows));
    }

    [Fact]
    public void End_is_estimated_from_the_pace_of_what_was_evaluated_now()
    {
        var progress = Running(models: 4);
        progress.Evaluated(Model("found", 0.5, 0.5, rowsDone: 0), 20);
        Assert.Null(_context.Last.EstimatedEnd);

        _context.CurrentUtcDateTime += TimeSpan.FromMinutes(10);
        progress.Evaluated(Model("evaluated", 0.5, 0.5), 20);

        Assert.Equal(_context.CurrentUtcDateTime + TimeSpan.FromMinutes(20), _context.Last.EstimatedEnd);
    }

    [Fact]
    public void End_that_is_beyond_all_expectation_is_not_told()
    {
        var progress = Running(models: 4);
        progress.Expect(0, int.MaxValue - 1000);
        _context.CurrentUtcDateTime += TimeSpan.FromDays(1);

        progress.Evaluated(Model("evaluated", 0.5, 0.5), 20);

        Assert.Null(_context.Last.EstimatedEnd);
    }

    [Fact]
    public void Examples_of_merges_that_failed_are_not_waited_for()
    {
        var progress = Running(models: 4);
        progress.GivenUp(merges: 2, rows: 40);
        _context.CurrentUtcDateTime += TimeSpan.FromMinutes(10);
        progress.Evaluated(Model("first", 0.5, 0.5), 20);

        Assert.Equal((2, 40), (_context.Last.Merges, _context.Last.Rows));
        Assert.Equal(_context.CurrentUtcDateTime + TimeSpan.FromMinutes(10), _context.Last.EstimatedEnd);
    }

    [Fact]
    public void Status_of_a_long_sweep_over_all_tasks_stays_within_what_durable_functions_takes()
    {
        var progress = Running(models: 1000);
        for (int i = 0; i < 1000; i++)
            progress.Evaluated(
                new($"Task Arithmetic (λ={i}, {new string('x', 200)})", "digest", [.. GlueTasks.All.Select(task => Task(task.Name, 0.123456789))]), 20);

        Assert.Equal(20, _context.Last.Scores.Count);
        Assert.InRange(Encoding.Unicode.GetByteCount(JsonSerializer.Serialize(_context.Last, JsonSerializerOptions.Web)), 1, DurableStatusLimit);
    }

    private RunProgress Running(int models)
    {
        var progress = new RunProgress(_context);
        progress.Enter(RunStage.Running);
        progress.Expect(models, models * 20);
        return progress;
    }

    private static ModelEvaluation Model(string name, double cola, double? mnli, int rowsDone = 10) =>
        new(name, "digest", [Task("cola", cola, rowsDone), Task("mnli", mnli, rowsDone)]);

    private static TaskEvaluation Task(string name, double? value, int rowsDone = 10) => value is null
        ? new(name, null, rowsDone, 0, [], new StepFailure("TimeoutException", "Too late."))
        : new(name, new TaskScore(name, value, 5, 10, 0), rowsDone, 0, []);
}
