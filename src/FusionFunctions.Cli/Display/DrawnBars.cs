using Spectre.Console;

namespace FusionFunctions.Cli.Display;

/// <summary>Bars that are drawn anew until they are disposed of.</summary>
internal sealed class DrawnBars : IAsyncDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _drawing;

    /// <param name="progress">Where, and what a bar shows.</param>
    /// <param name="begin">Adds bars, and gives what brings them up to date.</param>
    public DrawnBars(Progress progress, Func<ProgressContext, Action> begin) => _drawing = progress.StartAsync(async context =>
    {
        var update = begin(context);
        while (!_end.IsCancellationRequested)
        {
            update();
            await Task.Delay(s_interval, _end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
        update();
    });

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _drawing;
        _end.Dispose();
    }
}
