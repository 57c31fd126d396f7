using FusionFunctions.Pipeline.Runs;

namespace FusionFunctions.Cli.Display;

/// <summary>A line when a stage begins, and while the run works one every few seconds at most.</summary>
internal sealed class PlainDisplay : IAsyncDisposable
{
    private const long LineEveryMilliseconds = 5000;
    private readonly Lock _lock = new();
    private readonly RunTracker _tracker;
    private RunStage? _stage;
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
            if (status.Stage != _stage && !(status.Stage == RunStage.Running && status.Rows == 0))
            {
                _stage = status.Stage;
                Console.WriteLine(ProgressText.Stage(status));
            }
            else if (status.Stage == RunStage.Running && status.Rows > 0 && Environment.TickCount64 - _lastLine >= LineEveryMilliseconds)
                Console.WriteLine(ProgressText.Work(_tracker));
            else if (status.Stage == RunStage.Fetching && Environment.TickCount64 - _lastLine >= LineEveryMilliseconds && ProgressText.Download(_tracker) is { } download)
                Console.WriteLine(download);
            else
                return;
            _lastLine = Environment.TickCount64;
        }
    }
}
