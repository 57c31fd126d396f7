using FusionFunctions.Pipeline.Runs;
using Spectre.Console;

namespace FusionFunctions.Cli.Display;

/// <summary>Two bars that move: checkpoints merged, examples evaluated.</summary>
internal static class LiveDisplay
{
    public static DrawnBars Start(RunTracker tracker) => new(
        AnsiConsole.Progress().Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn()),
        context =>
        {
            var merging = context.AddTask("Merging");
            var evaluating = context.AddTask("Evaluating");
            return () => Update(tracker, merging, evaluating);
        });

    private static void Update(RunTracker tracker, ProgressTask merging, ProgressTask evaluating)
    {
        var status = tracker.Status;
        bool counted = status.Rows > 0;
        (merging.MaxValue, merging.Value) = (Math.Max(1, status.Merges), counted && status.Merges == 0 ? 1 : status.MergesDone);
        merging.Description = status.Stage == RunStage.Fetching && ProgressText.Download(tracker) is { } download ? Markup.Escape(download.Trim())
            : status.Stage is RunStage.Fetching or RunStage.Planning ? ProgressText.Stage(status) : Markup.Escape($"Merged {status.MergesDone}/{status.Merges}{ProgressText.Merging(tracker)}");
        (evaluating.MaxValue, evaluating.Value) = (Math.Max(1, status.Rows), tracker.RowsDone);
        evaluating.Description = Markup.Escape(counted ? $"Evaluated {tracker.RowsDone:N0}/{status.Rows:N0} examples{ProgressText.Speed(tracker)}" : "Evaluating");
    }
}
