using FusionFunctions.Pipeline.Evaluations;
using FusionFunctions.Pipeline.Leaderboards;
using FusionFunctions.Pipeline.Orchestration;
using FusionFunctions.Pipeline.Uploads;

namespace FusionFunctions.Pipeline.Runs;

/// <summary>
/// The straight line: experiment, fetch, plan, merge, evaluate, leaderboard. What the user gave is checked before anything is
/// merged, and then fails the run; what fails later costs only its own row, unless nothing else is left.
/// </summary>
/// <param name="reports">Whether a failure is told beside uploaded files by a step of its own, which waits behind those that are queued.</param>
public sealed class RunExperiment(bool reports = true) : IOrchestrator<ExperimentRun, RunResult>
{
    public async Task<RunResult> RunAsync(IOrchestrationContext context, ExperimentRun input)
    {
        try
        {
            return await LeadAsync(context, input);
        }
        catch (ActivityFailedException e) when (reports)
        {
            await TryReportAsync(context, new(input.Name, e.Message));
            throw;
        }
    }

    private static async Task<RunResult> LeadAsync(IOrchestrationContext context, ExperimentRun input)
    {
        var progress = new RunProgress(context);
        progress.Enter(RunStage.Fetching);
        var inputs = await FetchedInputs.FetchAsync(context, input.Experiment);

        var stages = new ExperimentStages(context, input, inputs, progress);
        progress.Enter(RunStage.Planning);
        var merges = await stages.PlanAsync();
        progress.Enter(RunStage.Running);
        var scores = await stages.RunAsync(merges);

        var failures = RowFailures.Of(scores);
        RowFailures.RequireSomeScore(scores, failures);

        progress.Enter(RunStage.Writing);
        var rows = LeaderboardRows.Of(input.Experiment, inputs, scores);
        string folder = await context.CallActivityAsync<string>(
            StepNames.WriteLeaderboard, LeaderboardOf.Run(input, inputs, rows), Retries.Activity);
        TaskEvaluation[] evaluations = [.. scores.Evaluations];
        return new(
            folder,
            stages.Merges,
            new(evaluations.Sum(task => task.RowsDone), evaluations.Sum(task => task.RowsReused)),
            [.. inputs.Datasets.Select(dataset => dataset.Warning).OfType<string>(), .. stages.Warnings.Distinct(), .. evaluations.SelectMany(task => task.Warnings).Distinct()],
            failures);
    }

    private static async Task TryReportAsync(IOrchestrationContext context, ReportFailureInput failure)
    {
        try
        {
            await context.CallActivityAsync<int>(StepNames.ReportFailure, failure, Retries.Activity);
        }
        catch (ActivityFailedException)
        {
            // The run's own failure is what counts.
        }
    }
}
