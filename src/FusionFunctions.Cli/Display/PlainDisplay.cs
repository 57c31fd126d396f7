using FusionFunctions.Pipeline.Runs;

namespace FusionFunctions.Cli.Display;

/// <summary>A line when a stage begins, one for each wait and each trouble of a download, and while the run works one every few seconds at most.</summary>
internal sealed class PlainDisplay : IAsyncDisposable
{
    private const long LineEveryMilliseconds = 5000;
    private readonly Lock _lock = new();
    private readonly RunTracker _tracker;
    private RunStage? _stage;
    private object? _obstacle;
    private long _lastLine = Environment.TickCount64;

    public PlainDisplay(RunTracker tracker)
    {
        _tracker = tracker;
        tracker.Changed += Show;
    }

    public ValueTask DisposeAsync()
    {
        _tracker.Changed -= Show;
        return ValueTask.CompletedTask;
    }

    private void Show()
    {
        lock (_lock)
        {
            var status = _tracker.Status;
            if (status.Stage != _stage && (status.Stage != RunStage.Running || IsCounted(status)))
            {
                _stage = status.Stage;
                Write(ProgressText.Stage(status));
            }
            if (_tracker.Obstacle is { } obstacle && obstacle != _obstacle)
            {
                _obstacle = obstacle;
                Write(ProgressText.Download(_tracker));
            }
            else if (Environment.TickCount64 - _lastLine >= LineEveryMilliseconds)
                Write(status.Stage switch
                {
                    RunStage.Running when IsCounted(status) => ProgressText.Work(_tracker),
                    RunStage.Fetching => ProgressText.Download(_tracker),
                    _ => null,
                });
        }
    }

    // A stage begins before it is known what there is to do.
    private static bool IsCounted(RunStatus status) => status.Merges + status.Rows > 0;

    private void Write(string? line)
    {
        if (line is null)
            return;
        Console.WriteLine(line);
        _lastLine = Environment.TickCount64;
    }
}
