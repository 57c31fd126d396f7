using FusionFunctions.Pipeline.Runs;
using Spectre.Console;

namespace FusionFunctions.Cli.Display;

/// <summary>Two bars that move: checkpoints merged, examples evaluated.</summary>
internal sealed class LiveDisplay : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _drawing;

    private LiveDisplay(RunTracker tracker) => _drawing = DrawAsync(tracker);

    public static LiveDisplay Start(RunTracker tracker) => new(tracker);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _drawing;
        _end.Dispose();
    }

    private Task DrawAsync(RunTracker tracker) =>
        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(async context =>
            {
                var merging = context.AddTask("Merging");
                var evaluating = context.AddTask("Evaluating");
                while (!_end.IsCancellationRequested)
                {
                    Update(tracker, merging, evaluating);
                    await Task.Delay(Interval, _end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
                }
                Update(tracker, merging, evaluating);
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
