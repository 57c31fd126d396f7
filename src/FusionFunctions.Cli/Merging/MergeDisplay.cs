using System.Collections.Concurrent;
using FusionFunctions.Compute;
using Spectre.Console;

namespace FusionFunctions.Cli.Merging;

/// <summary>A bar for the method that is being merged, on the terminal's error stream, so that what is printed can go elsewhere.</summary>
internal sealed class MergeDisplay : IComputeProgress, IAsyncDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);
    private readonly ConcurrentDictionary<string, double> _shares = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _drawing;

    private MergeDisplay(IAnsiConsole console) => _drawing = DrawAsync(console);

    /// <returns>Null where nobody watches.</returns>
    public static MergeDisplay? Start()
    {
        if (Console.IsErrorRedirected)
            return null;
        // What would be detected is whether the output is a terminal, where something else may read it.
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error), Interactive = InteractionSupport.Yes });
        return console.Profile.Capabilities.Ansi ? new(console) : null;
    }

    public void MergeAdvanced(string method, double share) => _shares[method] = share;

    public void ExamplesAnswered(int count)
    {
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _drawing;
        _end.Dispose();
    }

    // The bars are gone before anything else is printed.
    private Task DrawAsync(IAnsiConsole console) => console.Progress().AutoClear(true)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .StartAsync(async context =>
        {
            var bars = new Dictionary<string, ProgressTask>(StringComparer.Ordinal);
            while (!_end.IsCancellationRequested)
            {
                foreach (var (method, share) in _shares)
                {
                    if (!bars.TryGetValue(method, out var bar))
                        bars[method] = bar = context.AddTask(Markup.Escape(method), maxValue: 1);
                    bar.Value = share;
                }
                await Task.Delay(s_interval, _end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        });
}
